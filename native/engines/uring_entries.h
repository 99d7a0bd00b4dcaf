// From operations to submission entries.
#pragma once

#include <memory>

#include "engines/engine.h"
#include "engines/uring_abi.h"

namespace ioproof {

/// Opcode of an operation on open files or names; 0: io_uring has none.
uint8_t uringOpcodeOf(OperationKind kind);

/// Writes the entries of one engine; userData is left to the engine.
class UringEntries {
public:
    /// `context` must outlive it.
    explicit UringEntries(const EngineContext& context);

    /// Buffers are registered, each at the number of its slot.
    void useFixedBuffers() { fixedBuffers_ = true; }
    /// The open files of kind block are registered.
    void useFixedFiles() { fixedFiles_ = true; }

    /// `linked`: the file of the chain is, or comes, into the ring's own table at the number of the slot. `now` makes
    /// the value of an attribute another one each time.
    void write(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked,
               uint64_t now) const {
        if (isTransfer(operation.kind)) [[likely]]
            writeTransfer(entry, chain, operation, linked);
        else writeOther(entry, chain, operation, linked, now);
    }

private:
    void writeTransfer(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                       bool linked) const;
    void writeOther(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked,
                    uint64_t now) const;
    void writeDescriptorOperation(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation,
                                  bool linked) const;
    void writeAttribute(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                        uint64_t now) const;
    void writePathOperation(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                            bool linked) const;
    std::byte* answerOf(const Chain& chain) const;

    const EngineContext& context_;
    bool fixedBuffers_ = false;
    bool fixedFiles_ = false;
    /// Memory of each slot for the answer of statx and for the value of an attribute.
    std::unique_ptr<std::byte[]> answers_;
};

}  // namespace ioproof
