// One draw a decision, and none where there is nothing to decide.
#include "sources/block_source.h"

#include <utility>

namespace ioproof {
namespace {

constexpr uint64_t always = uint64_t{1} << 32;

BlockSizes sizesOf(const SizeSpec& spec) {
    if (!spec.shares.empty()) return BlockSizes::split(spec.shares);
    return BlockSizes::range(static_cast<uint32_t>(spec.from), static_cast<uint32_t>(spec.to),
                             static_cast<uint32_t>(spec.unit));
}

}  // namespace

BlockSource::BlockSource(const JobSpec& spec, WorkerShare share)
    : passes_(spec.passes),
      ioBytes_(spec.ioBytes),
      operationLimit_(spec.operationLimit),
      fsyncEvery_(spec.fsyncEvery),
      drainsBetweenPasses_(spec.stampsWrites() || spec.coldPasses != ColdPasses::None),
      readBound_(spec.readPercent * always / 100),
      sizes_{.read = sizesOf(spec.readSizes), .write = sizesOf(spec.writeSizes)},
      random_(mix64(spec.seed) ^ mix64(share.index + 1)),
      positions_(spec, share, sizes_) {}

bool BlockSource::limitReached() const {
    return (ioBytes_ > 0 && bytes_ >= ioBytes_) || (operationLimit_ > 0 && operations_ >= operationLimit_);
}

bool BlockSource::nextPlace(uint32_t length, BlockPlace& place) {
    auto found = positions_.next(length, random_);
    if (!found) {
        passesGiven_ = pass_ + 1;
        if (positions_.blocksPerPass() == 0 || (passes_ > 0 && passesGiven_ >= passes_)) return false;
        if (drainsBetweenPasses_) {
            waitsForDrain_ = true;
            return false;
        }
        beginPass();
        found = positions_.next(length, random_);
    }
    place = *found;
    return true;
}

void BlockSource::beginPass() {
    ++pass_;
    positions_.beginPass();
}

void BlockSource::drained() {
    if (!waitsForDrain_) return;
    waitsForDrain_ = false;
    beginPass();
}

bool BlockSource::describe(Operation& operation) {
    if (fsyncEvery_ > 0 && writesSinceSync_ == fsyncEvery_) {
        writesSinceSync_ = 0;
        operation.kind = OperationKind::Fsync;
        operation.file = lastWritten_;
        operation.offset = operation.length = 0;
        return true;
    }
    if (limitReached()) return false;
    const bool read = readBound_ == always || (readBound_ > 0 && (random_.next() >> 32) < readBound_);
    operation.kind = read ? OperationKind::Read : OperationKind::Write;
    BlockPlace place{};
    if (!nextPlace(sizes_.draw(operation.kind, random_), place)) return false;
    operation.file = static_cast<int32_t>(place.file);
    operation.offset = place.offset;
    operation.length = place.length;
    bytes_ += place.length;
    ++operations_;
    if (!read) {
        ++writesSinceSync_;
        lastWritten_ = operation.file;
    }
    return true;
}

uint32_t BlockSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        chain->count = 1;
        if (!describe(chain->operations[0])) break;
        chain->pass = pass_;
        ++filled;
    }
    return filled;
}

}  // namespace ioproof
