// Engine cufile in mode batch: one batch a worker, which gets new entries as others complete.
#pragma once

#include "engines/cufile_engine.h"

namespace ioproof {

/// Bytes, -errno or the code of cuFile, negative, of an entry that has ended: both status and bytes must tell of
/// success.
int32_t resultOf(const cufile::IoEvent& event);

class CufileBatchEngine final : public CufileEngine {
public:
    /// Throws JobError as requireBatchFits() does, or CUFILE_… where the batch cannot be set up.
    explicit CufileBatchEngine(const EngineContext& context);
    ~CufileBatchEngine() override;

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;

private:
    /// Of a slot: what its cookie leads back to.
    struct Entry {
        Chain* chain = nullptr;
        bool inside = false;
    };

    void advance(Chain& chain);
    void queue(Chain& chain, const Operation& operation);
    void flush();
    uint32_t collect(uint32_t atLeast, uint64_t deadline);
    Entry& entryOf(const void* cookie);
    void take(const cufile::IoEvent& event);
    void end(Chain& chain, int32_t result);
    void drain();

    cufile::Batch batch_ = nullptr;
    std::vector<Entry> entries_;
    std::vector<cufile::IoParameters> queued_;
    std::vector<cufile::IoEvent> events_;
    uint32_t inside_ = 0;
};

}  // namespace ioproof
