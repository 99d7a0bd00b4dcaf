// What the three engines on cuFile share: memory of the GPU, handles of files, plain calls, counters.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engines/cufile_buffers.h"
#include "engines/engine.h"
#include "gpu/gpu_session.h"

namespace ioproof {

/// Engine cufile in the mode of the job. The GPU of the worker must be current on the calling thread. Throws JobError:
/// GPU_MEMORY, CUDA_FAILED, CUFILE_TOO_OLD where the library has not got the mode, CUFILE_BATCH_TOO_LARGE, CUFILE_….
std::unique_ptr<Engine> makeCufileEngine(const EngineContext& context);

/// Reads and writes move data between files and the GPU; all other operations of a chain are plain calls. A file that
/// a chain opens is registered before its first transfer and given back before it is closed, outside of both.
/// What the worker puts into the host buffers it must upload(); content that is renewed within a chain goes by itself.
/// A GPU that fails throws JobError CUDA_FAILED out of any call.
class CufileEngine : public Engine {
public:
    ~CufileEngine() override;

    int32_t sync(uint32_t file) final;
    void upload(const Chain& chain, size_t bytes) final;
    void download(const Chain& chain, size_t bytes) final;
    const GpuCounters* gpuCounters() const final { return &counters_; }

protected:
    explicit CufileEngine(const EngineContext& context);

    /// Runs the plain calls of a chain up to its next transfer, which is then ready to start; null at the end of the
    /// chain and where it has failed.
    Operation* nextTransfer(Chain& chain);
    /// Takes the result of the transfer that nextTransfer() gave; false when it has failed, and the chain with it.
    bool endTransfer(Chain& chain, int32_t result);

    cufile::Handle handleOf(const Chain& chain, const Operation& operation) const;

    void finish(Chain& chain) { finished_[finishedCount_++] = &chain; }
    size_t finishedCount() const { return finishedCount_; }
    std::span<Chain* const> takeFinished();

    /// For destructors: whoever ends the job need not be the thread that ran it.
    void useDevice() noexcept;

    const EngineContext context_;
    const CufileLibrary& cufile_;

private:
    bool makeReady(Chain& chain, Operation& operation);
    bool execute(Chain& chain, Operation& operation);
    int32_t registerFile(const Chain& chain);
    void deregisterFile(const Chain& chain);
    void abandon(Chain& chain);

    GpuCounters counters_;
    /// Of the file that the chain of a slot has open; null without one.
    std::vector<cufile::Handle> chainHandles_;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;

protected:
    const CufileBuffers buffers_;
};

}  // namespace ioproof
