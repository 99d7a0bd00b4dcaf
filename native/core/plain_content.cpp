// Samples and nothing else, and the indexes that some formats have beside them.
#include "core/plain_content.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/data_stream.h"

namespace ioproof {
namespace {

class RawContent : public SampleContent {
public:
    explicit RawContent(uint64_t seed) : stream_(seed) {}

    void fill(uint64_t, uint64_t, std::byte* data, size_t length) override { stream_.fill(data, length); }

private:
    DataStream stream_;
};

/// A table of 64-bit numbers, the low byte first; number n is n × `step` + `first`.
void fillNumbers(uint64_t offset, uint64_t step, uint64_t first, std::byte* data, size_t length) {
    while (length > 0) {
        const uint64_t number = offset / sizeof(uint64_t) * step + first;
        const size_t skipped = offset % sizeof(uint64_t);
        const size_t piece = std::min(sizeof(uint64_t) - skipped, length);
        std::memcpy(data, reinterpret_cast<const std::byte*>(&number) + skipped, piece);
        data += piece;
        offset += piece;
        length -= piece;
    }
}

class IndexedContent final : public RawContent {
public:
    IndexedContent(std::shared_ptr<const SampleFiles> files, uint64_t seed)
        : RawContent(seed), files_(std::move(files)) {}

    void fill(uint64_t file, uint64_t offset, std::byte* data, size_t length) override {
        if (file < files_->dataFiles()) return RawContent::fill(file, offset, data, length);
        const uint64_t bytes = files_->sampleBytes(files_->ownerOf(file));
        const bool isOffsets = files_->turnOf(file) == 0;
        fillNumbers(offset, isOffsets ? bytes : 0, isOffsets ? 0 : bytes, data, length);
    }

private:
    const std::shared_ptr<const SampleFiles> files_;
};

}  // namespace

std::unique_ptr<SampleContent> makeRawContent(std::shared_ptr<const SampleFiles>, uint64_t seed) {
    return std::make_unique<RawContent>(seed);
}

std::unique_ptr<SampleContent> makeIndexedContent(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    return std::make_unique<IndexedContent>(std::move(files), seed);
}

}  // namespace ioproof
