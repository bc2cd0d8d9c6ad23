#include "kernel/scenario/verbs.h"

#include "kernel/scenario/script.h"
#include "kernel/scenario/show.h"
#include "kernel/scenario/verb_functions.h"
#include "kernel/scenario/world.h"

namespace procos::kernel::scenario {
namespace {

constexpr int kMany = 100;
constexpr VerbKind kDo = VerbKind::kAction;
constexpr VerbKind kAsk = VerbKind::kQuery;

/// A query that shows a part of the state.
template <auto show>
Result<Lines> part(World& world, const Step&) {
  return show(world.gateway());
}

// clang-format off
constexpr Verb kVerbs[] = {
    // name, words behind it, kind, words at least, at most, assignments, indented lines, function
    {"deploy",    "FILE...", kDo, 1, kMany, false, false, deploy_files},
    {"sketch",    "KEY, and below it indented lines such as  start -> a:user -> end", kDo, 1, 1, false, true, deploy_sketch},
    {"start",     "KEY [as BUSINESSKEY] [NAME=VALUE...]", kDo, 1, 3, true, false, start},
    {"message",   "NAME [all] [as BUSINESSKEY] [NAME=VALUE...] [where NAME=VALUE...]", kDo, 1, 4, true, false, message},
    {"signal",    "NAME [NAME=VALUE...]", kDo, 1, 1, true, false, signal},
    {"condition", "[as BUSINESSKEY] NAME=VALUE...", kDo, 0, 2, true, false, condition},
    {"trigger",   "ACTIVITY [NAME=VALUE...]", kDo, 1, 1, true, false, trigger},
    {"set",       "[KEY | in ACTIVITY] NAME=VALUE...", kDo, 0, 2, true, false, set_variables},
    {"unset",     "NAME...", kDo, 1, kMany, false, false, unset_variables},
    {"modify",    "[KEY] before|after|cancel ACTIVITY, or take FLOW, ... [NAME=VALUE...]", kDo, 2, kMany, true, false, modify},
    {"suspend",   "[KEY]", kDo, 0, 1, false, false, suspend},
    {"activate",  "[KEY]", kDo, 0, 1, false, false, suspend},
    {"delete",    "[KEY]", kDo, 0, 1, false, false, delete_instance},
    {"advance",   "DURATION", kDo, 1, 1, false, false, advance},
    {"run",       "", kDo, 0, 0, false, false, run_jobs},
    {"restart",   "", kDo, 0, 0, false, false, restart},

    {"complete",  "ACTIVITY [NAME=VALUE...]", kDo, 1, 1, true, false, complete},
    {"claim",     "ACTIVITY USER", kDo, 2, 2, false, false, claim},
    {"unclaim",   "ACTIVITY", kDo, 1, 1, false, false, unclaim},
    {"assign",    "ACTIVITY USER", kDo, 2, 2, false, false, assign},
    {"delegate",  "ACTIVITY USER", kDo, 2, 2, false, false, delegate},
    {"resolve",   "ACTIVITY [NAME=VALUE...]", kDo, 1, 1, true, false, resolve},
    {"local",     "ACTIVITY NAME=VALUE...", kDo, 1, 1, true, false, set_task_variables},
    {"throw",     "ACTIVITY ERRORCODE [MESSAGE] [NAME=VALUE...]", kDo, 2, 3, true, false, throw_error},
    {"escalate",  "ACTIVITY ESCALATIONCODE [NAME=VALUE...]", kDo, 2, 2, true, false, escalate},
    {"work",      "TOPIC [error CODE [MESSAGE] | fails [MESSAGE]] [NAME=VALUE...]", kDo, 1, 4, true, false, work},
    {"fire",      "ACTIVITY [JOBTYPE]", kDo, 1, 2, false, false, fire},
    {"retries",   "ACTIVITY NUMBER", kDo, 2, 2, false, false, retries},

    {"state",     "", kAsk, 0, 0, false, false, part<show_state>},
    {"tree",      "", kAsk, 0, 0, false, false, part<show_trees>},
    {"tasks",     "", kAsk, 0, 0, false, false, part<show_tasks>},
    {"external",  "", kAsk, 0, 0, false, false, part<show_external_tasks>},
    {"jobs",      "", kAsk, 0, 0, false, false, part<show_jobs>},
    {"events",    "", kAsk, 0, 0, false, false, part<show_subscriptions>},
    {"incidents", "", kAsk, 0, 0, false, false, part<show_incidents>},
    {"vars",      "", kAsk, 0, 0, false, false, part<show_variables>},
    {"history",   "", kAsk, 0, 0, false, false, part<show_history>},
    {"rest",      "METHOD PATH, and below it an indented JSON body", kAsk, 2, 2, false, true, rest},
    {"before",    "ACTIVITY ACTIVITY", kDo, 2, 2, false, false, before},
};
// clang-format on

}  // namespace

std::span<const Verb> verbs() { return kVerbs; }

const Verb* find_verb(std::string_view name) {
  for (const Verb& verb : kVerbs) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

}  // namespace procos::kernel::scenario
