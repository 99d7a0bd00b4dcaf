// Chains over an indexed namespace: the same operations on one file after the other, in an order that changes each
// pass.
#pragma once

#include <vector>

#include "core/permutation.h"
#include "core/random.h"
#include "sources/source.h"

namespace ioproof {

/// Each file exactly once a pass (epoch) over all workers; access `random` draws with replacement instead.
/// Transfers of a file that is larger than a block become one operation a piece.
class FilesSource final : public Source {
public:
    FilesSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share);

    uint32_t fill(std::span<Chain* const> chains) override;
    uint64_t chainsPerPass() const override { return lastFile_ - firstFile_; }

private:
    uint64_t nextFile();
    bool beginPass();
    void describe(Chain& chain, uint64_t file) const;

    const JobSpec& spec_;
    const FileNamespace& files_;
    uint64_t firstFile_;
    uint64_t lastFile_;
    uint64_t position_;
    uint64_t pass_ = 0;
    Random random_;
    Permutation permutation_;
};

}  // namespace ioproof
