// Index → path by formula, so that a billion files cost no memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/chain_names.h"
#include "core/sample_files.h"
#include "core/worker_parts.h"

namespace ioproof {

/// Directories of which each has `width` more below it, `depth` levels deep; depth 0: all side by side.
struct DirectoryTree {
    uint64_t width = 0;
    uint32_t depth = 0;
    /// Its root and all directories hold files; else the leaves do.
    bool filesEverywhere = false;
};

/// What an earlier job has left of the files: the first `each` of the part of each worker (0: all of it), under this
/// name.
struct PresentFiles {
    uint32_t workers = 1;
    uint64_t each = 0;
    PathName name = PathName::File;
};

/// `<root>/d<directory, 6 digits>/<prefix><index, 9 digits>`, `filesPerDirectory` files to a directory. With a tree:
/// `<root>/d<n>/…/d<n>/<prefix><index, 9 digits>`, neighbours in the same of its directories that hold files, each with
/// as many as the others or one more. With `workers`, each has all that below `<root>/w<worker, 6 digits>`, for its
/// part of the files.
class FileNamespace {
public:
    /// `workers` 0: they share the directories.
    FileNamespace(std::string root, uint64_t fileCount, uint64_t filesPerDirectory, DirectoryTree tree = {},
                  std::string prefix = "f", uint32_t workers = 0);

    /// A training data set, whose files have names of their own.
    FileNamespace(std::string root, std::shared_ptr<const SampleFiles> samples);

    uint64_t fileCount() const { return parts_.count; }
    const std::string& root() const { return root_; }
    /// Directories that hold files; of a tree also those that are left empty.
    uint64_t directoryCount() const { return samples_ ? branchCount() : holdersBefore(parts_.workers); }
    uint64_t directoryOf(uint64_t file) const;

    /// Bytes that `writePath` needs with the longest suffix of a chain's names, the terminating zero included.
    size_t pathCapacity() const;
    /// Writes the zero-terminated path of a file without allocating.
    void writePath(uint64_t file, char* out) const;

    std::string path(uint64_t file) const;
    /// The file with the longest path.
    uint64_t longestNamed() const { return samples_ ? samples_->longestNamed() : fileCount() - 1; }
    std::string directoryPath(uint64_t directory) const;

    void setPresent(const PresentFiles& present) { present_ = present; }
    /// Files that are there for a job that needs them, and the number of each of those.
    uint64_t presentCount() const { return missesSome() ? present_.each * present_.workers : fileCount(); }
    uint64_t presentFile(uint64_t index) const;
    std::string presentPath(uint64_t file) const;
    /// Zero-terminated, without allocating.
    void writeDirectoryPath(uint64_t directory, char* out) const;
    /// Those with files of a worker follow one another up to the first of the next one; shared ones are of worker 0.
    uint64_t firstDirectoryOf(uint32_t worker) const { return holdersBefore(worker); }

    /// Directories below the root of every level.
    uint64_t branchCount() const { return samples_ ? sampleDirectories_.size() : firstBranchOf(parts_.workers); }
    /// Each of them once, parents before what is in them.
    std::string branchPath(uint64_t branch) const;
    /// The same, zero-terminated and without allocating.
    void writeBranchPath(uint64_t branch, char* out) const;
    /// Those of the workers themselves, which come first.
    uint32_t workerRoots() const { return workerRoots_; }
    /// Those of a worker follow one another up to the first of the next one; shared ones are those of worker 0.
    uint64_t firstBranchOf(uint32_t worker) const;

private:
    /// How the files of one part are spread over the directories that hold them.
    struct Layout {
        uint64_t filesPerHolder = 0;
        /// The first holders have one file more.
        uint64_t largeHolders = 0;
    };
    bool missesSome() const { return present_.each > 0 && present_.each < fileCount() / present_.workers + 1; }
    Layout layoutFor(uint64_t files) const;
    uint64_t holderOf(uint32_t worker, uint64_t fileOfPart) const;
    uint64_t sideBySideBefore(uint32_t worker) const;
    uint64_t holdersBefore(uint32_t worker) const;
    uint64_t branchesBefore(uint32_t worker) const;
    char* writeSampleDirectory(uint64_t directory, char* out) const;
    char* writeRoot(uint32_t worker, char* out) const;
    char* writeHolder(uint64_t holder, char* out) const;
    char* writeBranch(uint64_t branch, char* out) const;
    char* writeLevels(uint32_t levels, uint64_t index, char* out) const;

    std::string root_;
    /// Of the files; with shared directories one part.
    WorkerParts parts_;
    uint32_t workerRoots_;
    uint64_t filesPerDirectory_;
    DirectoryTree tree_;
    int digits_ = 6;
    std::string prefix_;
    /// Of the tree of one part: directories with files, and all below its root.
    uint64_t holdersOfTree_ = 0;
    uint64_t branchesOfTree_ = 0;
    /// Of a smallest part, and of a larger one.
    Layout layouts_[2];
    PresentFiles present_;
    /// Null but of a training data set.
    std::shared_ptr<const SampleFiles> samples_;
    std::vector<std::string> sampleDirectories_;
};

}  // namespace ioproof
