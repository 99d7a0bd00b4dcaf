// Engine io_uring: every operation of a chain through one ring, one system call a batch.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engines/engine.h"
#include "engines/uring_ring.h"

namespace ioproof {

/// submit() only writes entries; the system call that hands them over is the one in reap() that waits as well.
/// Operations of a chain follow each other as their completions arrive; those that the kernel has no entry for are
/// plain calls, which hold up the other chains of the worker.
class UringEngine final : public Engine {
public:
    explicit UringEngine(const EngineContext& context);

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;

private:
    void registerResources();
    void divideOperations();
    void queue(Chain& chain);
    void prepareTransfer(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation) const;
    void prepare(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation);
    void prepareDescriptorOperation(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation) const;
    void prepareAttribute(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation);
    void preparePathOperation(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation);
    void enter(uint32_t waitFor, uint64_t deadline);
    void drain();
    std::byte* answerOf(const Chain& chain) const;
    void complete(Chain& chain, int32_t result, uint64_t finishedAt);
    void finish(Chain& chain);

    EngineContext context_;
    UringRing ring_;
    bool fixedBuffers_ = false;
    bool fixedFiles_ = false;
    std::vector<Chain*> bySlot_;
    /// Chains whose next entry is written but not handed over; their start is stamped at the system call.
    std::vector<Chain*> queued_;
    size_t queuedCount_ = 0;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
    uint32_t inKernel_ = 0;
    /// Operations that are plain calls between those in the ring.
    std::array<bool, operationKindCount> isPlainCall_{};
    /// Memory of each slot for the answer of statx and for the value of an attribute.
    std::unique_ptr<std::byte[]> answers_;
};

}  // namespace ioproof
