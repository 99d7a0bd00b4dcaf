// Checks and facts of block sizes.
#include "core/block_sizes.h"

#include <numeric>

#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr uint32_t largestBlock = uint32_t{1} << 30;
constexpr uint64_t largestWeight = uint64_t{1} << 32;  // no sum of them overflows

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("block sizes: ") + rule);
}

std::vector<uint64_t> weightsOf(const std::vector<SizeShare>& shares) {
    std::vector<uint64_t> weights;
    for (const SizeShare& share : shares) weights.push_back(share.weight);
    return weights;
}

}  // namespace

BlockSizes::BlockSizes(const std::vector<SizeShare>& shares)
    : count_(static_cast<uint32_t>(shares.size())), choice_(weightsOf(shares)) {
    double bytes = 0;
    double weights = 0;
    for (const SizeShare& share : shares) {
        require(share.bytes >= 1 && share.bytes <= largestBlock, "a block must have 1 byte to 1 GiB");
        smallest_ = std::min(smallest_, share.bytes);
        largest_ = std::max(largest_, share.bytes);
        unit_ = std::gcd(unit_, share.bytes);
        bytes += static_cast<double>(share.bytes) * static_cast<double>(share.weight);
        weights += static_cast<double>(share.weight);
        sizes_.push_back(share.bytes);
    }
    mean_ = bytes / weights;
}

BlockSizes BlockSizes::range(uint32_t from, uint32_t to, uint32_t unit) {
    BlockSizes sizes({{.bytes = from, .weight = 1}, {.bytes = to, .weight = 1}});
    require(from <= to, "a range must not end below its start");
    require(unit > 0 && from % unit == 0 && to % unit == 0, "both ends of a range must be multiples of its unit");
    sizes.count_ = (to - from) / unit + 1;
    sizes.unit_ = unit;
    sizes.sizes_.clear();
    return sizes;
}

BlockSizes BlockSizes::split(std::span<const SizeShare> shares) {
    std::vector<SizeShare> drawn;
    for (const SizeShare& share : shares) {
        require(share.weight <= largestWeight, "a weight must be at most 2^32");
        if (share.weight > 0) drawn.push_back(share);
    }
    require(!drawn.empty(), "a split needs a size with a weight");
    return BlockSizes(drawn);
}

}  // namespace ioproof
