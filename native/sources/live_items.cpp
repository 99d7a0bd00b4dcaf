// Draws until a free item comes; where few are left, the next one after a place at random.
#include "sources/live_items.h"

namespace ioproof {
namespace {

/// With half of the items free, so many draws fail once in 10^9.
constexpr int mostDraws = 30;

}  // namespace

std::optional<uint64_t> LiveItems::take(Random& random) {
    if (free_ == 0) return std::nullopt;
    uint64_t item = random.below(count_);
    for (int draw = 1; isTaken(item) && draw < mostDraws; ++draw) item = random.below(count_);
    item = nextFree(item);
    taken_[item / bitsOfWord] |= uint64_t{1} << (item % bitsOfWord);
    --free_;
    return item;
}

uint64_t LiveItems::nextFree(uint64_t item) const {
    while (isTaken(item)) {
        const bool wholeWord = item % bitsOfWord == 0 && taken_[item / bitsOfWord] == UINT64_MAX;
        item += wholeWord ? bitsOfWord : 1;
        if (item >= count_) item = 0;
    }
    return item;
}

std::optional<uint64_t> LiveItems::takeHole() {
    if (holes_.empty()) return std::nullopt;
    const uint64_t item = holes_.front();
    holes_.pop_front();
    return item;
}

void LiveItems::giveBack(uint64_t item) {
    taken_[item / bitsOfWord] &= ~(uint64_t{1} << (item % bitsOfWord));
    ++free_;
}

}  // namespace ioproof
