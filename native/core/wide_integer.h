// The 128-bit integer of GCC and Clang under a name that pedantic builds accept.
#pragma once

namespace ioproof {

__extension__ typedef unsigned __int128 Uint128;

}  // namespace ioproof
