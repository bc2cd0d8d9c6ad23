// What scripts find beside the language, written in JavaScript.
#pragma once

namespace procos::script {

/// Evaluates to a function that takes spin(name, value) and print(text) and gives an object with
/// all of it.
extern const char* const kProvided;

}  // namespace procos::script
