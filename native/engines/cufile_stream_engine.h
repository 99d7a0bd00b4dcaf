// Engine cufile in mode stream: cuFileReadAsync and cuFileWriteAsync, each slot on a stream of its own.
#pragma once

#include "engines/cufile_engine.h"

namespace ioproof {

class CufileStreamEngine final : public CufileEngine {
public:
    /// Throws JobError CUFILE_TOO_OLD where cuFile has no transfers on streams, CUDA_FAILED.
    explicit CufileStreamEngine(const EngineContext& context);
    ~CufileStreamEngine() override;

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;

private:
    /// What cuFile reads and writes while the stream goes on; stays where it is.
    struct Slot {
        Slot(const CudaLibrary& cuda, bool eventBlocks) : stream(cuda), ended(cuda, eventBlocks) {}

        GpuStream stream;
        GpuEvent ended;
        bool registered = false;
        Chain* chain = nullptr;
        size_t bytes = 0;
        off_t fileOffset = 0;
        off_t bufferOffset = 0;
        ssize_t done = 0;
    };

    void registerStreams();
    void advance(Chain& chain);
    int32_t start(Slot& slot, const Operation& operation);
    bool hasEnded(const Slot& slot) const;
    void end(Slot& slot);
    bool harvest();
    void waitForOldest(uint64_t deadline);

    const CudaLibrary& cuda_;
    std::vector<Slot> slots_;
    /// In order of their start.
    std::vector<Slot*> inside_;
    std::vector<Slot*> ended_;
};

}  // namespace ioproof
