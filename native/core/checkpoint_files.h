// The files of a checkpoint: whose they are, where they lie, under which name they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/checkpoint_spec.h"

namespace ioproof {

/// Bytes that one checksum is of.
inline constexpr uint64_t checksumPieceBytes = uint64_t{1} << 20;

/// `<root>/<directoryPrefix><number>/<name of the part>`. While it is written, a file that is renamed at the end has
/// `temporarySuffix` behind its name. Constant after construction: one for all ranks.
class CheckpointFiles {
public:
    static constexpr const char* temporarySuffix = ".partial";
    /// The file that says that a checkpoint is complete, in its directory.
    static constexpr const char* sealName = "ioproof.seal";

    /// Throws JobError BAD_SPEC for names that lead out of the directory, are empty or are the same but for shared
    /// files, for ranges of a shared file that overlap or leave a gap, and for ranks that write nothing at all unless
    /// each of them loads what another job has saved. `spec` must outlive it.
    CheckpointFiles(std::string root, const CheckpointSpec& spec);

    const CheckpointSpec& spec() const { return spec_; }
    /// Numbers of the parts of a rank, in their order.
    std::span<const uint32_t> partsOf(uint32_t rank) const { return partsByRank_[rank]; }
    const CheckpointPart& part(uint32_t number) const { return spec_.parts[number]; }
    /// Its file has other parts, too.
    bool isShared(uint32_t part) const { return partsByFile_[fileOf(part)].size() > 1; }
    /// Bytes of a rank, and of all.
    uint64_t bytesOf(uint32_t rank) const { return bytesByRank_[rank]; }
    uint64_t bytes() const { return bytes_; }
    /// Distinct files, closing ones included, without the seal.
    uint64_t fileCount() const { return partsByFile_.size() + spec_.closing.size(); }

    /// Files of parts are numbered in the order in which the parts name them.
    uint32_t dataFileCount() const { return static_cast<uint32_t>(partsByFile_.size()); }
    uint32_t fileOf(uint32_t part) const { return fileOfPart_[part]; }
    /// In the order of their offsets.
    std::span<const uint32_t> partsOfFile(uint32_t file) const { return partsByFile_[file]; }
    uint64_t bytesOfFile(uint32_t file) const;

    std::string directoryOf(uint32_t number) const;
    std::string pathOf(uint32_t number, uint32_t part) const;
    std::string temporaryPathOf(uint32_t number, uint32_t part) const;
    std::string closingPathOf(uint32_t number, uint32_t closing) const;
    std::string sealPathOf(uint32_t number) const;
    /// Bytes of the longest path that any part can have, the suffix and the terminating zero included.
    size_t pathCapacity() const;

    const std::string& root() const { return root_; }
    /// Below the directory of a checkpoint, parents first; without that itself.
    const std::vector<std::string>& directories() const { return directories_; }
    /// The paths of the files of parts by their number: for dropping their pages and looking at them.
    std::vector<std::string> dataPathsOf(uint32_t number) const;

private:
    void checkPart(uint32_t part) const;
    void gatherFiles();
    void gatherRanks();
    void checkRanges() const;
    void checkNames();

    const std::string root_;
    const CheckpointSpec& spec_;
    std::vector<std::vector<uint32_t>> partsByRank_;
    std::vector<uint64_t> bytesByRank_;
    uint64_t bytes_ = 0;
    std::vector<uint32_t> fileOfPart_;
    std::vector<std::vector<uint32_t>> partsByFile_;
    std::vector<std::string> directories_;
};

/// Makes the directory of a checkpoint and those in it, and makes their names durable unless nothing is to be synced.
/// What is there stays. Throws IoError.
void makeCheckpointDirectories(const CheckpointFiles& files, uint32_t number);

/// Removes a checkpoint: its seal first, so that what is left by an interruption is never taken for complete, then the
/// files and the directories that are its own. What is not there is not missed. Returns the number of files that were
/// removed, the seal not counted. Throws IoError FOREIGN_FILES, and removes nothing, where a directory holds something
/// else or is a symbolic link.
uint32_t removeCheckpoint(const CheckpointFiles& files, uint32_t number);

}  // namespace ioproof
