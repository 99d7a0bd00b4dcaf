// Which items of a worker are there and in no chain, and which are to be made again.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/random.h"

namespace ioproof {

/// One bit an item. An item is free, taken by a chain in flight, or a hole.
class LiveItems {
public:
    explicit LiveItems(uint64_t count) : taken_((count + bitsOfWord - 1) / bitsOfWord), count_(count), free_(count) {}

    /// A free item at random, which is taken then; none where there is none.
    std::optional<uint64_t> take(Random& random);
    /// The oldest hole, which is taken then.
    std::optional<uint64_t> takeHole();

    /// What was taken is there again, or gone.
    void giveBack(uint64_t item);
    void makeHole(uint64_t item) { holes_.push_back(item); }

    uint64_t freeCount() const { return free_; }
    uint64_t holeCount() const { return holes_.size(); }

private:
    static constexpr uint64_t bitsOfWord = 64;

    bool isTaken(uint64_t item) const { return (taken_[item / bitsOfWord] >> (item % bitsOfWord) & 1) != 0; }
    uint64_t nextFree(uint64_t item) const;

    /// Also of a hole.
    std::vector<uint64_t> taken_;
    uint64_t count_;
    uint64_t free_;
    std::deque<uint64_t> holes_;
};

}  // namespace ioproof
