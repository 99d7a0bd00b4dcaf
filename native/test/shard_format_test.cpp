// Sums and headers of shards against figures that were worked out by hand.
#include "core/shard_format.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <numeric>
#include <string>
#include <vector>

namespace ioproof {
namespace {

TEST(ShardFormat, PacksSamplesWithWhatIsAroundThem) {
    EXPECT_EQ(packedBytes(Packing::Tfrecord, 0), 16u);
    EXPECT_EQ(packedBytes(Packing::Tfrecord, 1000), 1016u);
    // Header, data, header and label, each in whole blocks.
    EXPECT_EQ(packedBytes(Packing::Tar, 0), 3 * 512u);
    EXPECT_EQ(packedBytes(Packing::Tar, 1), 4 * 512u);
    EXPECT_EQ(packedBytes(Packing::Tar, 512), 4 * 512u);
    EXPECT_EQ(packedBytes(Packing::Tar, 513), 5 * 512u);
}

TEST(ShardFormat, EndsATarShardInAWholeRecord) {
    EXPECT_EQ(shardBytes(Packing::Tfrecord, 1016), 1016u);
    EXPECT_EQ(shardBytes(Packing::Tar, 2048), 10240u);
    EXPECT_EQ(shardBytes(Packing::Tar, 10240 - 1024), 10240u);
    EXPECT_EQ(shardBytes(Packing::Tar, 10240 - 512), 20480u);
}

TEST(ShardFormat, GivesTheFirstShardsOneMoreWhereItDoesNotComeOutEven) {
    const Shards shards(Packing::Tfrecord, 11, 4, 100);
    const std::vector<std::pair<uint64_t, uint64_t>> expected = {{0, 3}, {3, 3}, {6, 3}, {9, 2}};
    for (uint64_t shard = 0; shard < 4; ++shard) {
        EXPECT_EQ(shards.firstOf(shard), expected[shard].first);
        EXPECT_EQ(shards.samplesOf(shard), expected[shard].second);
        EXPECT_EQ(shards.sizes().of(shard), expected[shard].second * 116);
    }
    EXPECT_EQ(shards.sizes().largest(), 348u);
    EXPECT_EQ(shards.sizes().smallest(), 232u);
    EXPECT_EQ(shards.sizes().unit(), 116u);
}

TEST(ShardFormat, SumsDrawnSizesShardByShard) {
    const FileSizeSpec law{.form = SizeForm::Uniform, .from = 1, .to = 3000, .shares = {}};
    const FileSizes samples(law, 3000, 7);
    for (const Packing packing : {Packing::Tar, Packing::Tfrecord}) {
        const Shards shards(packing, 1000, 7, samples);
        uint64_t next = 0;
        for (uint64_t shard = 0; shard < 7; ++shard) {
            EXPECT_EQ(shards.firstOf(shard), next);
            uint64_t bytes = 0;
            for (uint64_t left = shards.samplesOf(shard); left > 0; --left) {
                EXPECT_EQ(shards.sampleBytes(next), samples.of(next));
                bytes += packedBytes(packing, samples.of(next++));
            }
            EXPECT_EQ(shards.sizes().of(shard), shardBytes(packing, bytes));
        }
        EXPECT_EQ(next, 1000u);
    }
}

TEST(ShardFormat, OneShardHoldsAll) {
    const Shards shards(Packing::Tar, 5, 1, 512);
    EXPECT_EQ(shards.sizes().of(0), 20480u);  // 5 × 2048 + 1024, in whole records
}

std::string textAt(const std::array<std::byte, tarBlock>& header, size_t offset) {
    return reinterpret_cast<const char*>(header.data()) + offset;
}

TEST(ShardFormat, WritesAnUstarHeader) {
    std::array<std::byte, tarBlock> header;
    header.fill(std::byte{0xee});
    writeTarHeader(header, "000000042.jpg", 1234);
    EXPECT_EQ(textAt(header, 0), "000000042.jpg");
    EXPECT_EQ(textAt(header, 100), "0000644");
    EXPECT_EQ(textAt(header, 124), "00000002322");
    EXPECT_EQ(header[156], std::byte{'0'});
    EXPECT_EQ(std::memcmp(header.data() + 257,
                          "ustar\0"
                          "00",
                          8),
              0);
    uint64_t sum = 8 * ' ';
    for (size_t at = 0; at < tarBlock; ++at)
        if (at < 148 || at >= 156) sum += std::to_integer<uint64_t>(header[at]);
    EXPECT_EQ(std::stoull(textAt(header, 148), nullptr, 8), sum);
    EXPECT_EQ(header[154], std::byte{0});
    EXPECT_EQ(header[155], std::byte{' '});

    writeTarHeader(header, "x", largestTarMember);
    EXPECT_EQ(textAt(header, 124), "77777777777");
}

TEST(ShardFormat, WritesTheFrameOfARecord) {
    // The length 5, and the checksums of it and of "hello", made with a table of crc32c and turned by hand.
    std::array<std::byte, tfrecordHeader> header;
    writeTfrecordHeader(header, 5);
    std::array<std::byte, tfrecordFooter> footer;
    writeTfrecordFooter(footer, 0x9a71bb4cu);
    const auto bytes = [](auto... values) { return std::vector{static_cast<std::byte>(values)...}; };
    EXPECT_EQ(std::vector(header.begin(), header.end()), bytes(5, 0, 0, 0, 0, 0, 0, 0, 0xea, 0xb2, 0x4, 0x3e));
    EXPECT_EQ(std::vector(footer.begin(), footer.end()), bytes(0xbb, 0x1f, 0x1c, 0x19));
}

}  // namespace
}  // namespace ioproof
