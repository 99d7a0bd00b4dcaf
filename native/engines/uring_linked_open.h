// Whether this kernel reads through a descriptor that an earlier entry of the same submission opens.
#pragma once

#include <string>

namespace ioproof {

/// Why a chain of linked entries (open into the ring's own table, read from there, close) does not work here; empty
/// where it does. Found by trial: the opcodes are older than what makes them work together.
std::string linkedOpenRefusal();

}  // namespace ioproof
