// Chains over an indexed namespace: the same operations on one file after the other, in an order that changes each
// pass.
#pragma once

#include <array>
#include <vector>

#include "core/chain_names.h"
#include "core/file_sizes.h"
#include "core/permutation.h"
#include "core/random.h"
#include "sources/source.h"

namespace ioproof {

/// Each file exactly once a pass (epoch) over all workers; access `random` draws with replacement instead.
/// Transfers of a file that is larger than a block become one operation a piece. A read of the last piece asks for
/// whole multiples of `readUnit`, as direct I/O must, and says how many of them lie beyond the end.
/// Where names come and go, each worker keeps files of its own and ends a pass before it begins the next, so that no
/// two chains are on one file at a time.
class FilesSource final : public Source {
public:
    FilesSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit);

    uint32_t fill(std::span<Chain* const> chains) override;
    bool waitsForDrain() const override { return waitsForDrain_; }
    void drained() override;
    uint64_t chainsPerPass() const override { return lastFile_ - firstFile_; }

private:
    uint64_t nextFile();
    bool hasNextPass() const;
    void beginPass();
    uint64_t permutedFiles() const;
    void describe(Chain& chain, uint64_t file) const;
    void setLength(Operation& operation, uint32_t bytes) const;

    const JobSpec& spec_;
    const FileNamespace& files_;
    const FileSizes sizes_;
    const uint32_t readUnit_;
    uint64_t firstFile_;
    uint64_t lastFile_;
    uint64_t position_;
    uint64_t pass_ = 0;
    Random random_;
    const bool ownsFiles_;
    bool waitsForDrain_ = false;
    Permutation permutation_;
    /// Names of a chain on a file that has its first name, and on one that has its second.
    const std::array<ChainNames, 2> names_;
    /// Names to write besides the path of the file.
    const std::vector<PathName> furtherNames_;
    bool renamed_ = false;
};

}  // namespace ioproof
