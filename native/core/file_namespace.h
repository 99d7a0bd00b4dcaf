// Index → path by formula, so that a billion files cost no memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/chain_names.h"

namespace ioproof {

/// `<root>/d<directory, 6 digits>/f<index, 9 digits>`, `filesPerDirectory` files to a directory.
class FileNamespace {
public:
    FileNamespace(std::string root, uint64_t fileCount, uint64_t filesPerDirectory);

    uint64_t fileCount() const { return fileCount_; }
    uint64_t directoryCount() const { return (fileCount_ + filesPerDirectory_ - 1) / filesPerDirectory_; }
    uint64_t directoryOf(uint64_t file) const { return file / filesPerDirectory_; }

    /// Bytes that `writePath` needs with the longest suffix of a chain's names, the terminating zero included.
    size_t pathCapacity() const { return root_.size() + 45 + longestNameSuffix; }
    /// Writes the zero-terminated path of a file without allocating.
    void writePath(uint64_t file, char* out) const;

    std::string path(uint64_t file) const;
    std::string directoryPath(uint64_t directory) const;

private:
    char* writeDirectory(uint64_t directory, char* out) const;

    std::string root_;
    uint64_t fileCount_;
    uint64_t filesPerDirectory_;
};

}  // namespace ioproof
