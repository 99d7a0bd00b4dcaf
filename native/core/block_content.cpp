// Compressible parts, repeated blocks and fixed patterns.
#include "core/block_content.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/io_error.h"

namespace ioproof {
namespace {

/// Compressors of file systems and arrays work on 4 KiB or more.
constexpr size_t compressedUnit = 4096;
/// What zlib spends on telling where the run in a unit begins and ends.
constexpr size_t runCost = 20;
/// What stays random in each unit at 100 %: without it, all units would be one to deduplication.
constexpr size_t leastRandom = 16;
/// Not 0: blocks of zeros are not even stored by many.
constexpr std::byte filler{0x6f};

const ContentOptions& checked(const ContentOptions& options) {
    if (options.compressPercent > 100 || options.dedupePercent > 100)
        throw JobError("BAD_SPEC", "content: a percentage must be 0 to 100");
    return options;
}

bool isPlain(const ContentOptions& options) {
    return options.compressPercent == 0 && options.dedupePercent == 0 && options.pattern.empty();
}

}  // namespace

BlockContent::BlockContent(ContentOptions options)
    : options_(std::move(options)),
      plain_(isPlain(checked(options_))),
      stream_(options_.seed),
      random_(mix64(options_.seed)) {}

void BlockContent::fillAsAsked(std::byte* block, size_t length) {
    if (options_.compressPercent == 0 && !options_.pattern.empty()) {
        repeatPattern(block, length);
    } else if (options_.dedupePercent == 0) {
        fillCompressible(stream_, block, length);
    } else {
        DataPattern stream(mix64(options_.seed) ^ mix64(nextNumber()));
        fillCompressible(stream, block, length);
    }
}

/// Number of the original that the next block is, or repeats.
uint64_t BlockContent::nextNumber() {
    const bool repeats = originals_ > 0 && random_.below(100) < options_.dedupePercent;
    return repeats ? random_.below(originals_) : originals_++;
}

void BlockContent::fillCompressible(DataPattern& stream, std::byte* block, size_t length) const {
    if (options_.compressPercent == 0) return stream.fill(block, length);
    for (size_t at = 0; at < length; at += compressedUnit) {
        const size_t unit = std::min(compressedUnit, length - at);
        const size_t run =
            std::min(unit * options_.compressPercent / 100 + runCost, unit - std::min(unit, leastRandom));
        repeatPattern(block + at, run);
        stream.fill(block + at + run, unit - run);
    }
}

void BlockContent::repeatPattern(std::byte* data, size_t length) const {
    const std::vector<std::byte>& pattern = options_.pattern;
    if (pattern.size() <= 1) {
        std::memset(data, static_cast<int>(pattern.empty() ? filler : pattern[0]), length);
        return;
    }
    size_t done = std::min(length, pattern.size());
    std::memcpy(data, pattern.data(), done);
    while (done < length) {
        // Doubling what is there: few large copies instead of many small ones.
        const size_t copied = std::min(done, length - done);
        std::memcpy(data + done, data, copied);
        done += copied;
    }
}

}  // namespace ioproof
