// Engine gpu-copy: storage reads and writes host memory, and copies on a stream move the data to and from a GPU.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engines/engine.h"
#include "engines/gpu_copy_ring.h"

namespace ioproof {

/// An inner engine (io_uring, else libaio, else sync) gets the operations of each chain one by one, so that a copy can
/// follow a read or come before a write. A read ends with its copy; a write starts with it. With copy mode host-only
/// there are no copies; with copy-only there is no storage: reads and writes are copies, all other operations succeed
/// without doing anything. In every mode the host buffers are locked in memory.
class GpuCopyEngine final : public Engine {
public:
    /// Throws JobError ENGINE_REFUSED without a GPU session, else what the inner engine or the copies throw.
    explicit GpuCopyEngine(const EngineContext& context);

    /// Both throw JobError CUDA_FAILED, naming call and error, where a copy fails: the context is of no use after that.
    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;
    void upload(const Chain& chain, size_t bytes) override;
    void download(const Chain& chain, size_t bytes) override;
    const GpuCounters* gpuCounters() const override { return &counters_; }

private:
    struct Slot {
        Chain* chain = nullptr;
        /// The operation that the inner engine has of the chain.
        Chain part;
        /// Of a write: before its copy.
        uint64_t startedAt = 0;
    };

    void pinBuffers();
    void makeInnerEngine();
    void makeRing();
    std::byte* bufferOf(const Chain& chain) const { return context_.buffers + chain.slot * context_.bufferStride; }

    void advance(Slot& slot);
    void skip(Operation& operation);
    void renew(Chain& chain, Operation& operation);
    void startCopy(Slot& slot, const Operation& operation, size_t bytes);
    void queue(Slot& slot);
    bool handOver();
    void settlePart(Slot& slot);
    void settleCopy(Slot& slot);
    void complete(Slot& slot, const Operation& operation);
    void finish(Chain& chain) { finished_[finishedCount_++] = &chain; }

    void takeCopies();
    void takeParts(uint32_t atLeast, uint64_t deadline);
    void waitForMore(uint64_t deadline);
    bool isIdle() const { return insideInner_ == 0 && (!ring_ || ring_->pending() == 0); }

    const EngineContext context_;
    /// Nothing is linked.
    const JobSpec innerSpec_;
    /// Waiting for a copy of a large block is worth a sleep.
    const bool sleeps_;
    GpuCounters counters_;
    std::optional<PinnedMemory> pinned_;
    /// Nothing with host-only.
    std::optional<GpuCopyRing> ring_;
    /// Null with copy-only. Goes before the memory that it reads into.
    std::unique_ptr<Engine> inner_;
    std::vector<Slot> slots_;
    std::vector<Chain*> queued_;
    size_t insideInner_ = 0;
    /// At short copies, since the start.
    uint32_t looks_ = 0;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
};

/// On the worker's thread, with the device of the worker current. Throws as the constructor does.
std::unique_ptr<Engine> makeGpuCopyEngine(const EngineContext& context);

}  // namespace ioproof
