// CRC32C as published, the same on every path of every processor.
#include "core/crc32c.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"

namespace ioproof {

/// For the names of the tests: without it they would hold addresses.
static void PrintTo(const Crc32cPath& path, std::ostream* out) { *out << path.name; }

namespace {

/// Bit by bit, from the definition in RFC 3720.
uint32_t bitwise(const std::byte* data, size_t length) {
    uint32_t crc = 0xffffffffu;
    for (size_t at = 0; at < length; ++at) {
        crc ^= static_cast<uint32_t>(data[at]);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

std::vector<std::byte> randomBytes(size_t length) {
    Random random(31);
    std::vector<std::byte> data(length);
    for (auto& byte : data) byte = static_cast<std::byte>(random.below(256));
    return data;
}

class Crc32cPaths : public testing::TestWithParam<Crc32cPath> {
protected:
    static uint32_t run(const std::vector<std::byte>& data) { return GetParam().run(data.data(), data.size(), 0); }
};

TEST_P(Crc32cPaths, GiveTheVectorsOfRfc3720) {
    EXPECT_EQ(run(std::vector<std::byte>(32, std::byte{0})), 0x8a9136aau);
    EXPECT_EQ(run(std::vector<std::byte>(32, std::byte{0xff})), 0x62a8ab43u);
    std::vector<std::byte> rising(32);
    for (size_t at = 0; at < 32; ++at) rising[at] = static_cast<std::byte>(at);
    EXPECT_EQ(run(rising), 0x46dd794eu);
    std::reverse(rising.begin(), rising.end());
    EXPECT_EQ(run(rising), 0x113fdb5cu);
    // An iSCSI SCSI Read (10) command.
    std::vector<std::byte> command(48);
    for (const auto& [at, value] :
         {std::pair{0, 0x01}, {1, 0xc0}, {16, 0x14}, {22, 0x04}, {27, 0x14}, {31, 0x18}, {32, 0x28}, {40, 0x02}})
        command[static_cast<size_t>(at)] = static_cast<std::byte>(value);
    EXPECT_EQ(run(command), 0xd9963a56u);
}

TEST_P(Crc32cPaths, GiveTheCheckValueOfTheCatalogues) {
    constexpr std::string_view digits = "123456789";
    EXPECT_EQ(GetParam().run(reinterpret_cast<const std::byte*>(digits.data()), digits.size(), 0), 0xe3069283u);
}

TEST_P(Crc32cPaths, FollowTheDefinitionAtEveryLengthAndAlignment) {
    const std::vector<std::byte> data = randomBytes(2100);
    for (size_t length = 0; length <= 2000; length += length < 600 ? 1 : 7)
        for (size_t start = 0; start < 9; ++start)
            ASSERT_EQ(GetParam().run(&data[start], length, 0), bitwise(&data[start], length)) << length << " " << start;
}

TEST_P(Crc32cPaths, FollowTheDefinitionOfLongData) {
    const std::vector<std::byte> data = randomBytes(200'000);
    for (const size_t length : {4079u, 4080u, 4081u, 4088u, 4096u, 8159u, 8160u, 8664u, 65'536u, 199'999u})
        EXPECT_EQ(GetParam().run(data.data(), length, 0), bitwise(data.data(), length)) << length;
}

TEST_P(Crc32cPaths, GoOnFromAChecksumBefore) {
    const std::vector<std::byte> data = randomBytes(20'000);
    const uint32_t whole = bitwise(data.data(), data.size());
    for (const size_t cut : {0u, 1u, 7u, 8u, 504u, 4095u, 12'345u, 19'999u, 20'000u}) {
        const uint32_t first = GetParam().run(data.data(), cut, 0);
        EXPECT_EQ(GetParam().run(data.data() + cut, data.size() - cut, first), whole) << cut;
    }
}

INSTANTIATE_TEST_SUITE_P(All, Crc32cPaths, testing::ValuesIn(crc32cPaths().begin(), crc32cPaths().end()),
                         [](const auto& path) {
                             std::string name = path.param.name;
                             std::erase(name, '.');
                             return name;
                         });

TEST(Crc32c, OfTwoInARowFollowsFromThatOfEach) {
    const std::vector<std::byte> data = randomBytes(20'000);
    const uint32_t whole = crc32c(data.data(), data.size());
    for (const size_t cut : {0u, 1u, 7u, 8u, 504u, 4095u, 12'345u, 19'999u, 20'000u}) {
        const size_t rest = data.size() - cut;
        EXPECT_EQ(crc32cJoined(crc32c(data.data(), cut), crc32c(data.data() + cut, rest), rest), whole) << cut;
    }
}

TEST(Crc32c, MovesOverAsManyZerosAsThereAre) {
    const std::vector<std::byte> zeros(1'100'000);
    for (const size_t length : {1u, 15u, 16u, 255u, 4096u, 69'905u, 1'048'575u, 1'048'576u}) {
        EXPECT_EQ(crc32cJoined(0x12345678u, crc32c(zeros.data(), length), length),
                  crc32c(zeros.data(), length, 0x12345678u))
            << length;
        // What is too long for memory: one step is the same as two.
        const uint64_t far = (uint64_t{length} << 40) + length;
        EXPECT_EQ(crc32cJoined(0x12345678u, 0, 2 * far), crc32cJoined(crc32cJoined(0x12345678u, 0, far), 0, far));
    }
}

TEST(Crc32c, UsesTheFastestPath) {
    const std::vector<std::byte> data = randomBytes(5000);
    EXPECT_EQ(crc32c(data.data(), data.size()), bitwise(data.data(), data.size()));
    EXPECT_EQ(crc32c(&data[100], 4900, crc32c(data.data(), 100)), crc32c(data.data(), 5000));
    ASSERT_FALSE(crc32cPaths().empty());
    EXPECT_STREQ(crc32cPaths().back().name, "portable");
}

}  // namespace
}  // namespace ioproof
