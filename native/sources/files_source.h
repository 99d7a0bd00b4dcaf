// Chains over an indexed namespace: the same operations on one file after the other, in an order that changes each
// pass.
#pragma once

#include "sources/chain_template.h"
#include "sources/item_order.h"
#include "sources/source.h"

namespace ioproof {

/// Where names come and go, a worker ends a pass before it begins the next, so that no two chains are on one file at a
/// time. The same holds for cold passes.
class FilesSource final : public Source {
public:
    FilesSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit);

    uint32_t fill(std::span<Chain* const> chains) override;
    bool waitsForDrain() const override { return waitsForDrain_; }
    void drained() override;
    uint64_t chainsPerPass() const override { return order_.itemsPerPass(); }

private:
    void beginPass();

    ItemOrder order_;
    ChainTemplate chain_;
    const bool drainsBetweenPasses_;
    bool waitsForDrain_ = false;
};

}  // namespace ioproof
