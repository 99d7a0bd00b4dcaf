// Block numbers by order of access, then file and offset by division.
#include "sources/block_source.h"

#include <algorithm>

namespace ioproof {
namespace {

/// Start of a worker's contiguous part of `total` blocks; parts differ by one block at most.
uint64_t partStart(uint64_t total, uint64_t index, uint64_t count) {
    return total / count * index + std::min(index, total % count);
}

}  // namespace

BlockSource::BlockSource(const JobSpec& spec, WorkerShare share)
    : access_(spec.access),
      blockSize_(static_cast<uint32_t>(spec.blockSize)),
      blocksPerFile_(spec.fileSize / spec.blockSize),
      blockCount_(blocksPerFile_ * spec.fileCount),
      passes_(spec.passes),
      seed_(spec.seed),
      share_(share),
      readBound_((uint64_t{spec.readPercent} << 32) / 100),
      firstBlock_(partStart(blockCount_, share.index, share.count)),
      blocksPerPass_(partStart(blockCount_, share.index + 1, share.count) - firstBlock_),
      random_(mix64(spec.seed) ^ mix64(share.index + 1)),
      permutation_(blockCount_, spec.seed) {}

void BlockSource::beginPass() {
    ++pass_;
    position_ = 0;
    if (access_ == Access::Permutation) permutation_ = Permutation(blockCount_, mix64(seed_ + pass_));
}

uint64_t BlockSource::nextBlock() {
    const uint64_t position = position_++;
    switch (access_) {
        case Access::Sequential: return firstBlock_ + position;
        case Access::Permutation: return permutation_(firstBlock_ + position);
        default: return random_.below(blockCount_);
    }
}

void BlockSource::place(Operation& operation, uint64_t block) {
    const uint64_t file = blocksPerFile_ == blockCount_ ? 0 : block / blocksPerFile_;
    operation.file = static_cast<int32_t>(file);
    operation.offset = (block - file * blocksPerFile_) * blockSize_;
    operation.length = blockSize_;
    // One draw decides only where there is a choice, so that pure reads and writes cost none.
    const bool read = readBound_ == (uint64_t{1} << 32) || (readBound_ > 0 && (random_.next() >> 32) < readBound_);
    operation.kind = read ? OperationKind::Read : OperationKind::Write;
}

uint32_t BlockSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        if (position_ == blocksPerPass_) {
            if (passes_ > 0 && pass_ + 1 >= passes_) break;
            beginPass();
            if (blocksPerPass_ == 0) break;
        }
        chain->count = 1;
        place(chain->operations[0], nextBlock());
        ++filled;
    }
    return filled;
}

}  // namespace ioproof
