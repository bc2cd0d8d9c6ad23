#include "script/spidermonkey/provided.h"

namespace procos::script {

const char* const kProvided = R"js((function (spin, write) {
'use strict';

class BpmnError extends Error {
  constructor(code, message) {
    if (code === undefined || code === null || code === '') throw new TypeError('Error Code is empty');
    if (message === '') throw new TypeError('Error Message is empty');
    super(message === undefined || message === null ? undefined : String(message));
    Object.defineProperty(this, 'errorCode', {value: String(code)});
  }
  get name() { return 'BpmnError'; }
  getErrorCode() { return this.errorCode; }
  getMessage() { return this.message; }
}

const S = value => spin('S', value);
const XML = value => spin('XML', value);
const JSON = Object.assign(value => spin('JSON', value), {parse: globalThis.JSON.parse,
                                                          stringify: globalThis.JSON.stringify});

const types = {
  'org.camunda.bpm.engine.delegate.BpmnError': BpmnError,
  'org.camunda.spin.Spin': Object.freeze({S, XML, JSON}),
};
const Java = Object.freeze({
  type(name) {
    if (Object.hasOwn(types, name)) return types[name];
    throw new TypeError(`Java.type('${name}') is refused: there is no Java here. Use what JavaScript has; ` +
                        'BpmnError, S(), JSON() and XML() are there without import.');
  },
  from: list => Array.from(list),
  to: list => list,
});
const org = {camunda: {spin: {Spin: types['org.camunda.spin.Spin']}, bpm: {engine: {delegate: {BpmnError}}}}};

const text = values => values.map(value => typeof value === 'string' ? value : String(value)).join(' ');
const print = (...values) => write(text(values));
const console = {log: print, info: print, warn: print, error: print, debug: print};

// Without enumerable names, so that for...in and JSON.stringify see entries only.
function methods(prototype, functions) {
  for (const name of Object.keys(functions)) {
    Object.defineProperty(prototype, name, {value: functions[name], writable: true, configurable: true});
  }
  return prototype;
}
function* iterator(values) { yield* values; }
function iterate(values) {
  const all = [...values];
  let at = 0;
  return {hasNext: () => at < all.length, next: () => all[at++], [Symbol.iterator]: () => iterator(all)};
}
function checked(list, index) {
  if (Number.isInteger(index) && index >= 0 && index < list.length) return index;
  throw new RangeError(`Index ${index} out of bounds for length ${list.length}`);
}

const list = methods(Object.create(Array.prototype), {
  get(index) { return this[checked(this, index)]; },
  set(index, value) { return this.splice(checked(this, index), 1, value)[0]; },
  size() { return this.length; },
  isEmpty() { return this.length === 0; },
  contains(value) { return this.includes(value); },
  containsAll(values) { return [...values].every(value => this.includes(value)); },
  add(...values) {
    if (values.length === 1) return this.push(values[0]) > 0;
    this.splice(values[0], 0, values[1]);
  },
  addAll(values) { return this.push(...values) > 0; },
  remove(what) {
    if (typeof what === 'number') return this.splice(checked(this, what), 1)[0];
    const index = this.indexOf(what);
    if (index >= 0) this.splice(index, 1);
    return index >= 0;
  },
  clear() { this.length = 0; },
  iterator() { return iterate(this); },
  toArray() { return [...this]; },
});

const has = (map, key) => Object.hasOwn(map, key);
const map = methods(Object.create(Object.prototype), {
  get(key) { return has(this, key) ? this[key] : null; },
  getOrDefault(key, other) { return has(this, key) ? this[key] : other; },
  put(key, value) {
    const before = has(this, key) ? this[key] : null;
    this[key] = value;
    return before;
  },
  putIfAbsent(key, value) {
    const before = has(this, key) ? this[key] : null;
    if (before === null) this[key] = value;
    return before;
  },
  putAll(other) { Object.assign(this, other); },
  containsKey(key) { return has(this, key); },
  containsValue(value) { return Object.values(this).includes(value); },
  remove(key) {
    const before = has(this, key) ? this[key] : null;
    delete this[key];
    return before;
  },
  size() { return Object.keys(this).length; },
  isEmpty() { return Object.keys(this).length === 0; },
  keySet() { return Object.setPrototypeOf(Object.keys(this), list); },
  values() { return Object.setPrototypeOf(Object.values(this), list); },
  entrySet() {
    const entries = Object.entries(this).map(([key, value]) => ({getKey: () => key, getValue: () => value, key, value}));
    return Object.setPrototypeOf(entries, list);
  },
  forEach(visit) { for (const [key, value] of Object.entries(this)) visit(key, value); },
  clear() { for (const key of Object.keys(this)) delete this[key]; },
});

return {BpmnError, S, XML, JSON, Java, org, print, println: print, console, list, map};
}))js";

}  // namespace procos::script
