// Processes in one line: "start -> check:user -> fork+ -> ship:external(ship) -> end".
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace procos::kernel::scenario {

/// BPMN XML of a process. Each line is a chain of nodes with arrows between them; a node is
/// introduced where it stands first:
///
///   ID:KIND or ID:KIND(ARGUMENT)   a kind of the table in sketch.cpp
///   ID@HOST:KIND(ARGUMENT)         a boundary event; with ~ behind HOST it does not interrupt
///   ID+  ID?  ID*                  a parallel, exclusive, inclusive gateway
///   start..., end...               start and end events need no kind
///
/// An arrow is -> or -CONDITION-> as in  choice -${amount > 100}-> check:user. kParse names what is
/// not understood.
Result<std::string> sketch_to_bpmn(const std::string& process,
                                   const std::vector<std::string>& lines);

}  // namespace procos::kernel::scenario
