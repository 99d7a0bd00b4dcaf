// Walks and draws.
#include "sources/block_positions.h"

#include <algorithm>
#include <numeric>

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

std::optional<Distribution> skewOf(const JobSpec& spec, uint64_t items) {
    const auto make = [&](Shape shape) {
        const bool scattered = shape == Shape::Zipf || shape == Shape::Pareto;
        return Distribution({.shape = shape, .parameter = spec.skew, .zones = spec.zones, .scattered = scattered}, items,
                            spec.seed);
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
      service_(spec.serviceOrder),
      seed_(spec.seed),
      unit_(unitOf(spec, sizes)),
      firstFile_(spec.firstFileOfWorker(share.index)),
      fileCount_(spec.filesOfWorker(share.index)),
      offset_(spec.offset + spec.offsetIncrement * share.index),
      unitsPerFile_(regionBytes(spec, offset_) / unit_),
      strideUnits_(spec.access == Access::Strided ? spec.stride / unit_ : 0),
      // Blocks of one size lie side by side; of several sizes, one may begin at every unit.
      placesPerFile_(spec.blockSize == unit_ ? unitsPerFile_ : unitsPerFile_ - spec.blockSize / unit_ + 1),
      placeCount_(placesPerFile_ * fileCount_),
      mixesPartsApart_(spec.stampsWrites()),
      permutation_(placeCount_, spec.seed),
      distribution_(skewOf(spec, placeCount_)) {
    // With files or a region of its own, a worker is alone there.
    const bool alone = spec.filePerWorker || spec.hasRegions();
    const WorkerShare part = alone ? WorkerShare{.index = 0, .count = 1} : share;
    if (walks()) {
        makeWalks(part);
        return;
    }
    firstPlace_ = partStart(placeCount_, part.index, part.count);
    blocksPerPass_ = partStart(placeCount_, part.index + 1, part.count) - firstPlace_;
    if (mixesPartsApart_) permutation_ = Permutation(blocksPerPass_, seed_);
}

bool BlockPositions::walks() const {
    return access_ == Access::Sequential || access_ == Access::Backward || access_ == Access::Strided;
}

void BlockPositions::makeWalks(WorkerShare part) {
    const bool oneAfterTheOther = service_ == ServiceOrder::Sequential;
    const uint64_t rows = oneAfterTheOther ? 1 : fileCount_;
    const uint64_t units = unitsPerFile_ * fileCount_ / rows;
    const Walk walk{.first = partStart(units, part.index, part.count),
                    .end = partStart(units, part.index + 1, part.count),
                    .next = 0};
    walks_.assign(rows, walk);
    const uint64_t length = walk.end - walk.first;
    blocksPerPass_ = rows * (strideUnits_ > 0 ? (length + strideUnits_ - 1) / strideUnits_ : length);
    resetWalks();
}

void BlockPositions::resetWalks() {
    unfinished_ = 0;
    currentWalk_ = 0;
    for (auto& walk : walks_) {
        walk.next = access_ == Access::Backward ? walk.end : walk.first;
        unfinished_ += walk.first < walk.end;
    }
}

void BlockPositions::beginPass() {
    ++pass_;
    drawn_ = 0;
    resetWalks();
    if (access_ != Access::Permutation) return;
    permutation_ = Permutation(mixesPartsApart_ ? blocksPerPass_ : placeCount_, mix64(seed_ + pass_));
}

std::optional<BlockPlace> BlockPositions::next(uint32_t length, Random& random) {
    return walks() ? walk(length, random) : draw(length, random);
}

std::optional<BlockPlace> BlockPositions::draw(uint32_t length, Random& random) {
    if (drawn_ == blocksPerPass_) return std::nullopt;
    const uint64_t position = drawn_++;
    switch (access_) {
        case Access::Permutation:
            if (mixesPartsApart_) return placeOf(firstPlace_ + permutation_(position), length);
            return placeOf(permutation_(firstPlace_ + position), length);
        case Access::Random: return placeOf(random.below(placeCount_), length);
        default: return placeOf(distribution_->draw(random), length);
    }
}

BlockPlace BlockPositions::placeOf(uint64_t place, uint32_t length) const {
    const uint64_t file = fileCount_ == 1 ? 0 : place / placesPerFile_;
    return {.file = firstFile_ + file, .offset = offset_ + (place - file * placesPerFile_) * unit_, .length = length};
}

/// A walk that has something left, by the order of service; null when none has.
BlockPositions::Walk* BlockPositions::nextWalk(Random& random) {
    if (unfinished_ == 0) return nullptr;
    if (service_ == ServiceOrder::Random) currentWalk_ = random.below(walks_.size());
    const auto done = [this](const Walk& walk) {
        return access_ == Access::Backward ? walk.next == walk.first : walk.next >= walk.end;
    };
    while (done(walks_[currentWalk_])) currentWalk_ = (currentWalk_ + 1) % walks_.size();
    return &walks_[currentWalk_];
}

std::optional<BlockPlace> BlockPositions::walk(uint32_t length, Random& random) {
    Walk* chosen = nextWalk(random);
    if (chosen == nullptr) return std::nullopt;
    const BlockPlace place = step(*chosen, currentWalk_, length);
    const bool over = access_ == Access::Backward ? chosen->next == chosen->first : chosen->next >= chosen->end;
    unfinished_ -= over;
    if (service_ == ServiceOrder::RoundRobin) currentWalk_ = (currentWalk_ + 1) % walks_.size();
    return place;
}

BlockPlace BlockPositions::step(Walk& walk, uint64_t file, uint32_t length) const {
    const uint64_t wanted = length / unit_;
    uint64_t start = walk.next;
    uint64_t units = 0;
    // The border of a file and the end of the part shorten a block.
    if (access_ == Access::Backward) {
        const uint64_t fileStart = (walk.next - 1) / unitsPerFile_ * unitsPerFile_;
        units = std::min(wanted, walk.next - std::max(walk.first, fileStart));
        start = walk.next -= units;
    } else {
        const uint64_t fileEnd = (walk.next / unitsPerFile_ + 1) * unitsPerFile_;
        units = std::min(wanted, std::min(walk.end, fileEnd) - walk.next);
        walk.next += strideUnits_ > 0 ? strideUnits_ : units;
    }
    const uint64_t row = service_ == ServiceOrder::Sequential ? start / unitsPerFile_ : file;
    const uint64_t inFile = service_ == ServiceOrder::Sequential ? start % unitsPerFile_ : start;
    return {.file = firstFile_ + row,
            .offset = offset_ + inFile * unit_,
            .length = static_cast<uint32_t>(units * unit_)};
}

}  // namespace ioproof
