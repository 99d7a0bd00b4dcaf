// The operations of a chain as they are described again and again, for one item after the other.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/chain_names.h"
#include "core/file_namespace.h"
#include "core/file_sizes.h"
#include "core/job_spec.h"

namespace ioproof {

/// Transfers of a file that is larger than a block become one operation a piece. A read of the last piece asks for
/// whole multiples of `readUnit`, as direct I/O must, and says how many of them lie beyond the end.
class ChainTemplate {
public:
    ChainTemplate(const JobSpec& spec, const std::vector<OperationKind>& operations, const FileNamespace& files,
                  uint32_t readUnit);

    /// Operations and paths of the chain on this file or, where items are directories, on this branch of the namespace.
    void describe(Chain& chain, uint64_t item) const;
    /// A pass is over: files may have their other name now.
    void passIsOver() { renamed_ = names_[renamed_].left != found_; }

private:
    void setLength(Operation& operation, uint32_t bytes) const;
    void writePaths(Chain& chain, uint64_t item) const;

    const JobSpec& spec_;
    const std::vector<OperationKind>& operations_;
    const FileNamespace& files_;
    const FileSizes sizes_;
    const uint32_t readUnit_;
    const bool makesDirectories_;
    /// What the first pass finds, and the names of a chain then and after a pass that has left others.
    const Names found_;
    const std::array<ChainNames, 2> names_;
    /// Names to write besides the path of the file.
    const std::vector<PathName> furtherNames_;
    bool renamed_ = false;
};

}  // namespace ioproof
