// Chains of several kinds in given shares, each on an item of the worker's own that is drawn at random.
#pragma once

#include <vector>

#include "core/mixture.h"
#include "core/random.h"
#include "sources/chain_template.h"
#include "sources/live_items.h"
#include "sources/source.h"

namespace ioproof {

/// A chain that removes its file makes a hole, which the next chain that creates a file fills; without a hole that
/// chain overwrites. No two chains are on one file at a time, and none is on a hole but that which fills it. What is
/// done to directories only is on the one that holds a file at random. A pass has as many chains as the worker has
/// files.
class MixSource final : public Source {
public:
    MixSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit);

    uint32_t fill(std::span<Chain* const> chains) override;
    bool waitsForDrain() const override { return waitsForDrain_; }
    void drained() override;
    bool tracksChains() const override { return true; }
    void ended(const Chain& chain) override;
    uint64_t chainsPerPass() const override { return items_; }

private:
    /// What is known of a share beforehand.
    struct Share {
        ChainTemplate chain;
        bool usesFile;
        bool makesFile;
        bool keepsFile;
    };

    bool isOver() const { return passes_ > 0 && given_ == passes_ * items_; }
    std::optional<uint64_t> itemFor(const Share& share);

    const uint64_t first_;
    const uint64_t items_;
    const uint64_t passes_;
    const ShareSchedule schedule_;
    size_t place_;
    uint64_t given_ = 0;
    bool waitsForDrain_ = false;
    Random random_;
    LiveItems live_;
    std::vector<Share> shares_;
    /// By slot.
    std::vector<uint64_t> itemOf_;
};

}  // namespace ioproof
