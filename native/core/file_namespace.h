// Index → path by formula, so that a billion files cost no memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/chain_names.h"

namespace ioproof {

/// Directories of which each has `width` more below it, `depth` levels deep; depth 0: all side by side.
struct DirectoryTree {
    uint64_t width = 0;
    uint32_t depth = 0;
};

/// `<root>/d<directory, 6 digits>/<prefix><index, 9 digits>`, `filesPerDirectory` files to a directory. With a tree:
/// `<root>/d<n>/…/d<n>/<prefix><index, 9 digits>`, neighbours in the same of width^depth leaf directories, each with as
/// many files as the others or one more.
class FileNamespace {
public:
    FileNamespace(std::string root, uint64_t fileCount, uint64_t filesPerDirectory, DirectoryTree tree = {},
                  std::string prefix = "f");

    uint64_t fileCount() const { return fileCount_; }
    /// Directories that hold files; in a tree its leaves, also those that are left empty.
    uint64_t directoryCount() const { return leaves_; }
    uint64_t directoryOf(uint64_t file) const {
        const uint64_t inLarge = largeDirectories_ * (filesPerDirectory_ + 1);
        if (file < inLarge) return file / (filesPerDirectory_ + 1);
        return largeDirectories_ + (file - inLarge) / filesPerDirectory_;
    }

    /// Bytes that `writePath` needs with the longest suffix of a chain's names, the terminating zero included.
    size_t pathCapacity() const;
    /// Writes the zero-terminated path of a file without allocating.
    void writePath(uint64_t file, char* out) const;

    std::string path(uint64_t file) const;
    std::string directoryPath(uint64_t directory) const;

    /// Directories below the root of every level.
    uint64_t branchCount() const { return branches_; }
    /// Each of them once, parents before what is in them.
    std::string branchPath(uint64_t branch) const;

private:
    char* writeDirectory(uint64_t directory, char* out) const;
    char* writeBranch(uint32_t level, uint64_t index, char* out) const;

    std::string root_;
    uint64_t fileCount_;
    /// The first `largeDirectories_` directories hold one file more.
    uint64_t filesPerDirectory_;
    uint64_t largeDirectories_ = 0;
    DirectoryTree tree_;
    int digits_ = 6;
    std::string prefix_;
    uint64_t leaves_;
    uint64_t branches_;
};

}  // namespace ioproof
