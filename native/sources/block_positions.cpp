// Walks and draws.
#include "sources/block_positions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace ioproof {
namespace {

/// Start of a worker's contiguous part of `total`; parts differ by one at most.
uint64_t partStart(uint64_t total, uint64_t index, uint64_t count) {
    return total / count * index + std::min(index, total % count);
}

uint64_t unitOf(const JobSpec& spec, const DirectionBlockSizes& sizes) {
    if (!spec.writes()) return sizes.read.unit();
    if (!spec.reads()) return sizes.write.unit();
    return std::gcd(sizes.read.unit(), sizes.write.unit());
}

/// Bytes of a file that a worker uses: of shared files with an increment, up to where the next worker begins.
uint64_t regionBytes(const JobSpec& spec, uint64_t offset) {
    const uint64_t rest = spec.fileSize - offset;
    return spec.hasRegions() ? std::min(rest, spec.offsetIncrement) : rest;
}

double meanOf(const JobSpec& spec, const DirectionBlockSizes& sizes) {
    return (sizes.read.mean() * spec.readPercent + sizes.write.mean() * (100 - spec.readPercent)) / 100;
}

bool isWalk(Access access) {
    return access == Access::Sequential || access == Access::Backward || access == Access::Strided;
}

std::optional<Distribution> skewOf(const JobSpec& spec, uint64_t items) {
    const auto make = [&](Shape shape) {
        const bool scattered = shape == Shape::Zipf || shape == Shape::Pareto;
        return Distribution({.shape = shape, .parameter = spec.skew, .zones = spec.zones, .scattered = scattered},
                            items, spec.seed);
    };
    switch (spec.access) {
        case Access::Zipf: return make(Shape::Zipf);
        case Access::Pareto: return make(Shape::Pareto);
        case Access::Normal: return make(Shape::Normal);
        case Access::Zoned: return make(Shape::Zoned);
        default: return std::nullopt;
    }
}

}  // namespace

BlockPositions::BlockPositions(const JobSpec& spec, WorkerShare share, const DirectionBlockSizes& sizes)
    : access_(spec.access),
      walking_(isWalk(spec.access)),
      service_(spec.serviceOrder),
      seed_(spec.seed),
      unit_(unitOf(spec, sizes)),
      blocksPerUnit_(static_cast<double>(unit_) / meanOf(spec, sizes)),
      firstFile_(spec.firstFileOfWorker(share.index)),
      fileCount_(spec.filesOfWorker(share.index)),
      offset_(spec.offset + spec.offsetIncrement * share.index),
      unitsPerFile_(regionBytes(spec, offset_) / unit_),
      strideBytes_(spec.access == Access::Strided ? spec.stride / unit_ * unit_ : 0),
      // Blocks of one size lie side by side; of several sizes, one may begin at every unit.
      placesPerFile_(spec.blockSize == unit_ ? unitsPerFile_ : unitsPerFile_ - spec.blockSize / unit_ + 1),
      placeCount_(placesPerFile_ * fileCount_),
      mixesPartsApart_(spec.stampsWrites()),
      permutation_(placeCount_, spec.seed),
      distribution_(skewOf(spec, placeCount_)) {
    // With files or a region of its own, a worker is alone there.
    const bool alone = spec.filePerWorker || spec.hasRegions();
    const WorkerShare part = alone ? WorkerShare{.index = 0, .count = 1} : share;
    if (walking_) {
        makeWalks(part);
        return;
    }
    if (access_ == Access::Interleaved) {
        firstPlace_ = part.index;
        placeStep_ = part.count;
        blocksPerPass_ = part.index < placeCount_ ? (placeCount_ - part.index - 1) / part.count + 1 : 0;
        return;
    }
    const uint64_t blocks = access_ == Access::Permutation ? placeCount_ : blocksIn(unitsPerFile_ * fileCount_);
    firstPlace_ = partStart(blocks, part.index, part.count);
    blocksPerPass_ = partStart(blocks, part.index + 1, part.count) - firstPlace_;
    // A worker without a block has no part to mix.
    if (mixesPartsApart_ && blocksPerPass_ > 0) permutation_ = Permutation(blocksPerPass_, seed_);
}

/// Rounded up: what is left at the end is a block, too.
uint64_t BlockPositions::blocksIn(uint64_t units) const {
    return static_cast<uint64_t>(std::ceil(static_cast<double>(units) * blocksPerUnit_));
}

void BlockPositions::makeWalks(WorkerShare part) {
    const bool oneAfterTheOther = service_ == ServiceOrder::Sequential;
    const uint64_t rows = oneAfterTheOther ? 1 : fileCount_;
    const uint64_t units = unitsPerFile_ * fileCount_ / rows;
    Walk walk{};
    walk.first = partStart(units, part.index, part.count) * unit_;
    walk.end = partStart(units, part.index + 1, part.count) * unit_;
    walks_.assign(rows, walk);
    const uint64_t length = walk.end - walk.first;
    blocksPerPass_ = rows * (strideBytes_ > 0 ? (length + strideBytes_ - 1) / strideBytes_ : blocksIn(length / unit_));
    resetWalks();
}

void BlockPositions::resetWalks() {
    unfinished_ = 0;
    currentWalk_ = 0;
    for (auto& walk : walks_) {
        walk.next = access_ == Access::Backward ? walk.end : walk.first;
        walk.fileStart = walk.fileEnd = walk.next;
        unfinished_ += walk.first < walk.end;
    }
}

void BlockPositions::beginPass() {
    ++pass_;
    drawn_ = 0;
    ahead_ = given_ = 0;
    resetWalks();
    if (access_ != Access::Permutation) return;
    permutation_ = Permutation(mixesPartsApart_ ? blocksPerPass_ : placeCount_, mix64(seed_ + pass_));
}

bool BlockPositions::drawAhead(Random& random) {
    ahead_ = std::min<uint64_t>(places_.size(), blocksPerPass_ - drawn_);
    given_ = 0;
    const std::span<uint64_t> places(places_.data(), ahead_);
    uint64_t position = mixesPartsApart_ ? drawn_ : firstPlace_ + drawn_;
    const uint64_t start = mixesPartsApart_ ? firstPlace_ : 0;
    switch (access_) {
        case Access::Permutation:
            for (uint64_t& place : places) place = start + permutation_(position++);
            break;
        case Access::Interleaved:
            for (uint64_t turn = drawn_; uint64_t& place : places) place = firstPlace_ + turn++ * placeStep_;
            break;
        case Access::Random: random.below(placeCount_, places); break;
        default: distribution_->draw(random, places);
    }
    drawn_ += ahead_;
    return ahead_ > 0;
}

/// A walk that has something left, by the order of service; null when none has.
BlockPositions::Walk* BlockPositions::nextWalk(Random& random) {
    if (unfinished_ == 0) return nullptr;
    if (service_ == ServiceOrder::Random) currentWalk_ = random.below(walks_.size());
    while (isOver(walks_[currentWalk_])) currentWalk_ = (currentWalk_ + 1) % walks_.size();
    return &walks_[currentWalk_];
}

bool BlockPositions::isOver(const Walk& walk) const {
    return access_ == Access::Backward ? walk.next == walk.first : walk.next >= walk.end;
}

std::optional<BlockPlace> BlockPositions::walk(uint32_t length, Random& random) {
    Walk* chosen = nextWalk(random);
    if (chosen == nullptr) return std::nullopt;
    const BlockPlace place = step(*chosen, length);
    unfinished_ -= isOver(*chosen);
    if (service_ == ServiceOrder::RoundRobin) currentWalk_ = (currentWalk_ + 1) % walks_.size();
    return place;
}

BlockPlace BlockPositions::step(Walk& walk, uint32_t length) {
    uint64_t start = walk.next;
    uint64_t bytes = 0;
    // The border of a file and the end of the part shorten a block.
    if (access_ == Access::Backward) {
        if (walk.next == walk.fileStart) enterFile(walk, walk.next - 1);
        bytes = std::min<uint64_t>(length, walk.next - std::max(walk.first, walk.fileStart));
        start = walk.next -= bytes;
    } else {
        if (walk.next >= walk.fileEnd) enterFile(walk, walk.next);
        bytes = std::min<uint64_t>(length, std::min(walk.end, walk.fileEnd) - walk.next);
        walk.next += strideBytes_ > 0 ? strideBytes_ : bytes;
    }
    return {.file = walk.file, .offset = offset_ + start - walk.fileStart, .length = static_cast<uint32_t>(bytes)};
}

void BlockPositions::enterFile(Walk& walk, uint64_t position) {
    const uint64_t fileBytes = unitsPerFile_ * unit_;
    const uint64_t file = position / fileBytes;
    walk.fileStart = file * fileBytes;
    walk.fileEnd = walk.fileStart + fileBytes;
    // One walk has all files in turn, or each its own.
    walk.file = firstFile_ + currentWalk_ + file;
}

}  // namespace ioproof
