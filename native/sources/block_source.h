// Single reads and writes at an offset: direction, size and place of each, and the limits of a worker.
#pragma once

#include "core/block_sizes.h"
#include "core/random.h"
#include "sources/block_positions.h"
#include "sources/source.h"

namespace ioproof {

/// After every `fsyncEvery` writes comes a sync of the file that was written last.
class BlockSource final : public Source {
public:
    BlockSource(const JobSpec& spec, WorkerShare share);

    uint32_t fill(std::span<Chain* const> chains) override;
    uint64_t chainsPerPass() const override { return positions_.blocksPerPass(); }
    bool waitsForDrain() const override { return waitsForDrain_; }
    void drained() override;
    uint64_t pass() const override { return pass_; }
    uint64_t passesGiven() const override { return passesGiven_; }

private:
    bool describe(Operation& operation);
    bool limitReached() const;
    void beginPass();
    bool nextPlace(uint32_t length, BlockPlace& place);

    const uint64_t passes_;
    const uint64_t ioBytes_;
    const uint64_t operationLimit_;
    const uint64_t fsyncEvery_;
    /// A place that is written in two passes may have one write in flight only, and cold passes are kept apart.
    const bool drainsBetweenPasses_;
    /// Reads are drawn below this 32-bit bound.
    const uint64_t readBound_;
    const DirectionBlockSizes sizes_;

    Random random_;
    BlockPositions positions_;
    uint64_t pass_ = 0;
    uint64_t passesGiven_ = 0;
    bool waitsForDrain_ = false;
    uint64_t bytes_ = 0;
    uint64_t operations_ = 0;
    uint64_t writesSinceSync_ = 0;
    int32_t lastWritten_ = 0;
};

}  // namespace ioproof
