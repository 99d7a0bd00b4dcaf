// Engine null: touches no storage. It measures the harness itself, and scripted completions test it.
#pragma once

#include <vector>

#include "engines/engine.h"

namespace ioproof {

/// With `nullLatencyNs` the engine lives on a virtual clock: a batch takes exactly that long, whatever the machine
/// does, so that counts and percentiles of a run are known beforehand. `nullFailEvery` and `nullShortEvery` script
/// failures (EIO) and short transfers.
class NullEngine final : public Engine {
public:
    explicit NullEngine(const EngineContext& context);

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t) override { return 0; }
    void idleUntil(const Clock& clock, uint64_t time) override;

private:
    void complete(Chain& chain);
    void completeScripted(Chain& chain);
    uint64_t endOf(const Chain& chain) const;
    void moveToItsPlace();
    size_t finishedTogether(uint64_t deadline);
    int32_t scriptedResult(const Operation& operation);

    EngineContext context_;
    const bool scripted_;
    uint64_t transfers_ = 0;
    uint64_t batchStart_ = 0;
    std::vector<Chain*> inside_;
    size_t insideCount_ = 0;
};

}  // namespace ioproof
