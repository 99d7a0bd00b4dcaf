// The bytes of shards: the same in whatever pieces they are made, and samples in their frames.
#include "core/shard_content.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/crc32c.h"
#include "core/random.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

FileSizes uniformSizes() {
    return {FileSizeSpec{.form = SizeForm::Uniform, .from = 1, .to = 2000, .shares = {}}, 2000, 3};
}

class ShardContents : public testing::TestWithParam<Packing> {
protected:
    /// All shards, each in pieces of its own vector, so that a byte too many is found.
    template <typename NextPiece>
    std::vector<Bytes> made(NextPiece next, ShardSeeds seeds = {.labels = 1, .data = 2}) const {
        ShardContent content(shards_, seeds);
        std::vector<Bytes> all;
        for (uint64_t shard = 0; shard < shards_->count(); ++shard) {
            Bytes bytes;
            while (bytes.size() < shards_->sizes().of(shard)) {
                Bytes piece(std::min<uint64_t>(next(), shards_->sizes().of(shard) - bytes.size()));
                content.fill(shard, bytes.size(), piece.data(), piece.size());
                bytes.insert(bytes.end(), piece.begin(), piece.end());
            }
            all.push_back(std::move(bytes));
        }
        return all;
    }

    const std::shared_ptr<const Shards> shards_ = std::make_shared<const Shards>(GetParam(), 50, 3, uniformSizes());
};

TEST_P(ShardContents, DoNotDependOnThePieces) {
    const std::vector<Bytes> whole = made([] { return UINT64_MAX; });
    for (const uint64_t piece : {1, 3, 63, 64, 65, 500, 511, 512, 513, 4096, 10000})
        EXPECT_EQ(made([piece] { return piece; }), whole) << "in pieces of " << piece;
    for (uint64_t seed = 0; seed < 20; ++seed) {
        Random random(seed);
        EXPECT_EQ(made([&random] { return 1 + random.below(3000); }), whole) << "seed " << seed;
    }
}

TEST_P(ShardContents, AShardCanBeBegunAnew) {
    ShardContent content(shards_, {.labels = 1, .data = 2});
    Bytes first(100), second(100);
    content.fill(2, 0, first.data(), first.size());
    content.fill(2, 0, second.data(), second.size());
    EXPECT_TRUE(std::equal(first.begin(), first.begin() + 8, second.begin()));
}

TEST_P(ShardContents, DataIsAnotherInEachRunAndNeverRepeats) {
    const auto inOne = [] { return UINT64_MAX; };
    const std::vector<Bytes> one = made(inOne, {.labels = 1, .data = 2});
    const std::vector<Bytes> other = made(inOne, {.labels = 1, .data = 3});
    ASSERT_EQ(one[0].size(), other[0].size());
    size_t equal = 0;
    for (size_t at = 0; at < one[0].size(); ++at) equal += one[0][at] == other[0][at];
    // Headers, padding and one byte in 256 by chance.
    EXPECT_LT(equal, one[0].size() * 3 / 4);
    EXPECT_NE(one, other);
}

INSTANTIATE_TEST_SUITE_P(Formats, ShardContents, testing::Values(Packing::Tar, Packing::Tfrecord),
                         [](const auto& test) { return test.param == Packing::Tar ? "Tar" : "Tfrecord"; });

template <typename Number>
Number numberAt(const Bytes& bytes, size_t offset) {
    Number number;
    std::memcpy(&number, bytes.data() + offset, sizeof(number));
    return number;
}

uint32_t unmasked(uint32_t value) {
    const uint32_t turned = value - 0xa282ead8u;
    return (turned >> 17) | (turned << 15);
}

TEST(ShardContent, FramesEachRecord) {
    const auto shards = std::make_shared<const Shards>(Packing::Tfrecord, 20, 1, uniformSizes());
    Bytes bytes(shards->sizes().of(0));
    ShardContent(shards, {.labels = 1, .data = 2}).fill(0, 0, bytes.data(), bytes.size());
    size_t at = 0;
    for (uint64_t sample = 0; sample < 20; ++sample) {
        const auto length = numberAt<uint64_t>(bytes, at);
        ASSERT_EQ(length, shards->sampleBytes(sample));
        EXPECT_EQ(unmasked(numberAt<uint32_t>(bytes, at + 8)), crc32c(bytes.data() + at, 8));
        EXPECT_EQ(unmasked(numberAt<uint32_t>(bytes, at + 12 + length)), crc32c(bytes.data() + at + 12, length));
        at += 16 + length;
    }
    EXPECT_EQ(at, bytes.size());
}

/// Name → content of the members of an archive.
std::vector<std::pair<std::string, Bytes>> membersOf(const Bytes& archive) {
    std::vector<std::pair<std::string, Bytes>> members;
    size_t at = 0;
    while (archive[at] != std::byte{0}) {
        const auto* header = reinterpret_cast<const char*>(archive.data() + at);
        const auto size = std::stoull(header + 124, nullptr, 8);
        const auto data = archive.begin() + static_cast<std::ptrdiff_t>(at + 512);
        members.emplace_back(header, Bytes(data, data + static_cast<std::ptrdiff_t>(size)));
        at += 512 + (size + 511) / 512 * 512;
    }
    EXPECT_EQ(std::count(archive.begin() + static_cast<std::ptrdiff_t>(at), archive.end(), std::byte{0}),
              static_cast<std::ptrdiff_t>(archive.size() - at));
    EXPECT_GE(archive.size() - at, 1024u);
    return members;
}

TEST(ShardContent, GoesOnCountingSamplesInTheNextArchive) {
    const auto shards = std::make_shared<const Shards>(Packing::Tar, 5, 2, uniformSizes());
    ShardContent content(shards, {.labels = 1, .data = 2});
    uint64_t sample = 0;
    for (uint64_t shard = 0; shard < 2; ++shard) {
        Bytes archive(shards->sizes().of(shard));
        content.fill(shard, 0, archive.data(), archive.size());
        const auto members = membersOf(archive);
        ASSERT_EQ(members.size(), 2 * shards->samplesOf(shard));
        for (size_t index = 0; index < members.size(); index += 2, ++sample) {
            EXPECT_EQ(members[index].first, "00000000" + std::to_string(sample) + ".jpg");
            EXPECT_EQ(members[index].second.size(), shards->sampleBytes(sample));
            EXPECT_EQ(members[index + 1].first, "00000000" + std::to_string(sample) + ".cls");
            const Bytes& label = members[index + 1].second;
            const std::string text(reinterpret_cast<const char*>(label.data()), label.size());
            EXPECT_LT(std::stoul(text), 1000u);
            EXPECT_EQ(std::to_string(std::stoul(text)), text);
        }
    }
    EXPECT_EQ(sample, 5u);
}

}  // namespace
}  // namespace ioproof
