// Chains over an indexed namespace: the same operations on one file after the other, in an order that changes each
// pass.
#pragma once

#include <vector>

#include "core/file_sizes.h"
#include "core/permutation.h"
#include "core/random.h"
#include "sources/source.h"

namespace ioproof {

/// Each file exactly once a pass (epoch) over all workers; access `random` draws with replacement instead.
/// Transfers of a file that is larger than a block become one operation a piece. A read of the last piece asks for
/// whole multiples of `readUnit`, as direct I/O must, and says how many of them lie beyond the end.
class FilesSource final : public Source {
public:
    FilesSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit);

    uint32_t fill(std::span<Chain* const> chains) override;
    uint64_t chainsPerPass() const override { return lastFile_ - firstFile_; }

private:
    uint64_t nextFile();
    bool beginPass();
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
    Permutation permutation_;
};

}  // namespace ioproof
