// Bytes of the next read or write: one size, a range of sizes, or several by weight.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/operation.h"
#include "core/random.h"
#include "core/weighted_choice.h"

namespace ioproof {

struct SizeShare {
    uint32_t bytes;
    /// Share of the operations, of the sum over all sizes; at most 2^32.
    uint64_t weight;
};

/// Sizes of one direction. Drawing from a single size takes no random number.
class BlockSizes {
public:
    /// These throw JobError BAD_SPEC for a size that is 0 or over 1 GiB.
    static BlockSizes fixed(uint32_t bytes) { return range(bytes, bytes, bytes); }
    /// Each multiple of `unit` from `from` to `to` alike; both must be such multiples.
    static BlockSizes range(uint32_t from, uint32_t to, uint32_t unit);
    /// Sizes of weight 0 are never drawn and count for nothing.
    static BlockSizes split(std::span<const SizeShare> shares);

    uint32_t draw(Random& random) const {
        if (count_ == 1) return smallest_;
        if (sizes_.empty()) return smallest_ + static_cast<uint32_t>(random.below(count_)) * unit_;
        return sizes_[choice_.at(random.next())];
    }

    uint32_t smallest() const { return smallest_; }
    uint32_t largest() const { return largest_; }
    /// Greatest number that divides every size.
    uint32_t unit() const { return unit_; }
    double mean() const { return mean_; }

private:
    explicit BlockSizes(const std::vector<SizeShare>& shares);

    uint32_t smallest_ = UINT32_MAX;
    uint32_t largest_ = 0;
    uint32_t unit_ = 0;
    uint32_t count_;
    double mean_ = 0;
    /// Of a split only.
    std::vector<uint32_t> sizes_;
    WeightedChoice choice_;
};

/// Sizes of reads and of writes.
struct DirectionBlockSizes {
    BlockSizes read;
    BlockSizes write;

    uint32_t draw(OperationKind kind, Random& random) const {
        return (kind == OperationKind::Read ? read : write).draw(random);
    }
    uint32_t largest() const { return std::max(read.largest(), write.largest()); }
};

}  // namespace ioproof
