// What checkpoints are written with: the same bytes in any pieces, no sector twice, nothing to compress, right
// checksums.
#include "core/checkpoint_content.h"

#include <gtest/gtest.h>

#if defined(IOPROOF_TEST_ZLIB)
#include <zlib.h>
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <set>
#include <string_view>
#include <vector>

#include "core/crc32c.h"
#include "core/random.h"
#include "test/checkpoint_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t MiB = uint64_t{1} << 20;
constexpr uint64_t seed = 42;

CheckpointSpec longSpec() {
    CheckpointSpec spec;
    spec.directoryPrefix = "step";
    spec.parts = {{.name = "a", .bytes = 3 * MiB + 12'345, .header = bytesOfText(std::string(9001, 'h'))},
                  {.name = "b", .bytes = 2 * MiB}};
    return spec;
}

class CheckpointContents : public testing::Test {
protected:
    std::vector<std::byte> partAtOnce(uint32_t number, uint32_t part, uint64_t jobSeed = seed) {
        std::vector<std::byte> bytes(spec.parts[part].bytes);
        CheckpointChecksums ignored(files);
        CheckpointContent(files, jobSeed).fill(number, part, 0, bytes.data(), bytes.size(), ignored);
        return bytes;
    }

    void expectChecksums(const CheckpointChecksums& checksums, uint32_t part, const std::vector<std::byte>& bytes) {
        ASSERT_EQ(checksums.piecesOf(part), (bytes.size() + MiB - 1) / MiB);
        for (uint64_t piece = 0; piece < checksums.piecesOf(part); ++piece) {
            const size_t length = std::min<size_t>(MiB, bytes.size() - piece * MiB);
            EXPECT_EQ(checksums.of(part, piece), crc32c(bytes.data() + piece * MiB, length)) << piece;
        }
    }

    /// Fills part 0 in pieces whose lengths the caller draws, the later ones first.
    template <typename Draw>
    void expectSameInPieces(Draw draw) {
        const CheckpointContent content(files, seed);
        CheckpointChecksums checksums(files);
        const std::vector<std::byte> whole = partAtOnce(1, 0);
        // At an odd address, so that no alignment is taken for granted.
        std::vector<std::byte> buffer(whole.size() + 1);
        for (size_t end = whole.size(); end > 0;) {
            const size_t length = std::min<size_t>(end, draw());
            end -= length;
            content.fill(1, 0, end, buffer.data() + 1 + end, length, checksums);
        }
        EXPECT_EQ(std::memcmp(buffer.data() + 1, whole.data(), whole.size()), 0);
        expectChecksums(checksums, 0, whole);
    }

    const CheckpointSpec spec = longSpec();
    const CheckpointFiles files{"/mnt", spec};
};

TEST_F(CheckpointContents, AreTheSameInPiecesOfAnyLength) {
    Random random(7);
    expectSameInPieces([&random] { return 1 + random.below(20'000); });
    expectSameInPieces([&random] { return 1 + random.below(2 * MiB); });
    for (const uint64_t length : {4096u, 4095u, 65'536u, 1u << 20, 8u << 20})
        expectSameInPieces([=] { return length; });
}

TEST_F(CheckpointContents, BeginWithTheHeader) {
    const std::vector<std::byte> bytes = partAtOnce(1, 0);
    EXPECT_TRUE(std::equal(spec.parts[0].header.begin(), spec.parts[0].header.end(), bytes.begin()));
    // Behind it are random bytes at once.
    const auto same = std::count(bytes.begin() + 9001, bytes.begin() + 9101, std::byte{'h'});
    EXPECT_LT(same, 10);
}

TEST_F(CheckpointContents, DependOnSeedNumberAndPart) {
    const std::vector<std::byte> one = partAtOnce(1, 1);
    EXPECT_EQ(partAtOnce(1, 1), one);
    EXPECT_NE(partAtOnce(2, 1), one);
    EXPECT_NE(partAtOnce(1, 1, seed + 1), one);
}

TEST_F(CheckpointContents, RepeatNoPieceOf512BytesNorOf16Bytes) {
    std::set<std::string_view> sectors;
    std::vector<std::vector<std::byte>> kept;
    for (const uint32_t number : {1u, 2u, 3u})
        for (const uint32_t part : {0u, 1u}) kept.push_back(partAtOnce(number, part));
    const size_t start = 9216;  // the header is the same in each save
    size_t count = 0;
    for (const auto& bytes : kept)
        for (size_t at = start; at + 512 <= bytes.size(); at += 512, ++count)
            sectors.emplace(reinterpret_cast<const char*>(bytes.data() + at), 512);
    EXPECT_EQ(sectors.size(), count);

    std::vector<std::array<uint64_t, 2>> words;
    for (const auto& bytes : kept)
        for (size_t at = start; at + 16 <= bytes.size(); at += 16)
            std::memcpy(words.emplace_back().data(), bytes.data() + at, 16);
    std::ranges::sort(words);
    EXPECT_EQ(std::ranges::adjacent_find(words), words.end());
}

TEST_F(CheckpointContents, HaveEightBitsOfEntropyAByte) {
    const std::vector<std::byte> bytes = partAtOnce(1, 1);
    std::array<double, 256> counts{};
    for (const std::byte each : bytes) ++counts[static_cast<size_t>(each)];
    double entropy = 0;
    for (const double count : counts) {
        const double share = count / static_cast<double>(bytes.size());
        entropy -= share * std::log2(share);
    }
    EXPECT_GT(entropy, 7.999);
}

TEST_F(CheckpointContents, CannotBeCompressed) {
#if defined(IOPROOF_TEST_ZLIB)
    std::vector<std::byte> bytes = partAtOnce(1, 1);
    const std::vector<std::byte> next = partAtOnce(2, 1);
    bytes.insert(bytes.end(), next.begin(), next.end());
    uLongf compressed = compressBound(bytes.size());
    std::vector<Bytef> out(compressed);
    ASSERT_EQ(compress2(out.data(), &compressed, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 9), Z_OK);
    EXPECT_GE(compressed, bytes.size());
#else
    GTEST_SKIP() << "zlib is not installed (Debian: zlib1g-dev)";
#endif
}

TEST_F(CheckpointContents, ClearsChecksumsForAnotherSave) {
    const CheckpointContent content(files, seed);
    CheckpointChecksums checksums(files);
    std::vector<std::byte> bytes(spec.parts[1].bytes);
    for (const uint32_t number : {1u, 2u}) {
        checksums.clear();
        content.fill(number, 1, 0, bytes.data(), bytes.size(), checksums);
        expectChecksums(checksums, 1, bytes);
    }
}

}  // namespace
}  // namespace ioproof
