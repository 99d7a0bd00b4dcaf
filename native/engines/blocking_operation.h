// One operation as a plain, blocking system call: all of engine sync, and the path operations of other engines.
#pragma once

#include <array>
#include <cstdint>

#include "core/operation.h"
#include "engines/engine.h"

namespace ioproof {

/// Executes the operation on the chain's paths or descriptor (or open file) and sets its result; no clock is read.
void executeBlocking(const EngineContext& context, Chain& chain, Operation& operation);

/// Extended attribute of setxattr and getxattr, and what is written to it.
inline constexpr const char* attributeName = "user.ioproof";
using AttributeValue = std::array<uint64_t, 4>;
AttributeValue attributeValue(uint64_t seed);

/// Result of an operation that looks for a name which nothing has, from that of its call: 0 for ENOENT, -EEXIST where
/// something has it.
int32_t missingOutcome(int32_t result);

/// What follows the last slash.
const char* lastComponent(const char* path);

/// Closes the file that a failed chain leaves open.
void abandonDescriptor(Chain& chain);

/// Descriptor that a read or write goes to.
inline int descriptorOf(const EngineContext& context, const Chain& chain, const Operation& operation) {
    return operation.file == chainDescriptor ? chain.descriptor : context.files[static_cast<size_t>(operation.file)];
}

/// fdatasync that turns failure into -errno.
int32_t syncDescriptor(int descriptor);

}  // namespace ioproof
