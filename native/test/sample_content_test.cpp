// The bytes of training data sets: the same in whatever pieces they are made, as readers of their formats want them.
#include "core/sample_content.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/npz_format.h"
#include "core/random.h"
#include "test/zip_reader.h"

namespace ioproof {
namespace {

std::shared_ptr<const SampleFiles> filesOf(Container container, double recordLength, uint64_t samplesPerFile) {
    SampleFileSpec spec;
    spec.container = container;
    spec.extension = "bin";
    spec.trainFiles = 4;
    spec.evalFiles = 2;
    spec.samplesPerFile = samplesPerFile;
    spec.recordLength = recordLength;
    spec.recordDeviation = recordLength / 3;
    return std::make_shared<const SampleFiles>(spec);
}

/// In pieces of `nextPiece()` bytes, each with guards that a byte too many would overwrite.
template <typename NextPiece>
std::string contentOf(const SampleFiles& files, SampleContent& content, uint64_t file, NextPiece nextPiece) {
    const uint64_t bytes = files.fileSizes().of(file);
    std::string all;
    while (all.size() < bytes) {
        const auto length = static_cast<size_t>(std::min<uint64_t>(nextPiece(), bytes - all.size()));
        std::vector<std::byte> piece(length + 16, std::byte{0x5a});
        content.fill(file, all.size(), piece.data() + 8, length);
        for (size_t guard = 0; guard < 8; ++guard) {
            EXPECT_EQ(piece[guard], std::byte{0x5a});
            EXPECT_EQ(piece[length + 8 + guard], std::byte{0x5a});
        }
        all.append(reinterpret_cast<const char*>(piece.data()) + 8, length);
    }
    return all;
}

constexpr auto inOne = [] { return UINT64_MAX; };

std::vector<std::string> allOf(const std::shared_ptr<const SampleFiles>& files, uint64_t seed, auto nextPiece) {
    const auto content = makeSampleContent(files, seed);
    std::vector<std::string> all;
    for (uint64_t file = 0; file < files->fileCount(); ++file)
        all.push_back(contentOf(*files, *content, file, nextPiece));
    return all;
}

class SampleContents : public testing::TestWithParam<Container> {};

TEST_P(SampleContents, DoNotDependOnThePieces) {
    const auto files = filesOf(GetParam(), 20'000, 3);
    const auto whole = allOf(files, 1, inOne);
    for (const uint64_t piece : {1, 7, 63, 64, 65, 4096, 100'000})
        EXPECT_EQ(allOf(files, 1, [piece] { return piece; }), whole) << "in pieces of " << piece;
    for (uint64_t seed = 0; seed < 10; ++seed) {
        Random random(seed);
        EXPECT_EQ(allOf(files, 1, [&random] { return 1 + random.below(9000); }), whole) << "seed " << seed;
    }
}

TEST_P(SampleContents, AreOtherOnesForEachSeedAndFile) {
    const auto files = filesOf(GetParam(), 20'000, 3);
    const auto one = allOf(files, 1, inOne);
    const auto other = allOf(files, 2, inOne);
    for (uint64_t file = 0; file < files->dataFiles(); ++file) {
        size_t equal = 0;
        for (size_t at = 0; at < one[file].size(); ++at) equal += one[file][at] == other[file][at];
        EXPECT_LT(equal, one[file].size() / 50) << "one byte in 256, and what is around the samples";
        EXPECT_NE(one[file].substr(0, 4000), one[(file + 1) % 6].substr(0, 4000));
    }
}

/// Every value is as frequent as the others: neither zeros nor text, nothing that could be compressed.
TEST_P(SampleContents, AreIncompressible) {
    const auto files = filesOf(GetParam(), 500'000, 2);
    const std::string bytes = allOf(files, 3, inOne)[0];
    std::array<double, 256> counts{};
    for (const char byte : bytes) ++counts[static_cast<uint8_t>(byte)];
    const double expected = static_cast<double>(bytes.size()) / 256;
    for (size_t value = 0; value < 256; ++value) EXPECT_NEAR(counts[value] / expected, 1, 0.12) << value;
}

std::string containerName(const testing::TestParamInfo<Container>& test) {
    constexpr const char* names[] = {"Raw", "Npz", "Npy", "Tfrecord", "Hdf5", "Indexed"};
    return names[static_cast<size_t>(test.param)];
}

INSTANTIATE_TEST_SUITE_P(Containers, SampleContents,
                         testing::Values(Container::Raw, Container::Npz, Container::Npy, Container::Indexed),
                         containerName);

std::string headerOf(const SampleShape& shape) {
    return "{'descr': '|u1', 'fortran_order': False, 'shape': (" + std::to_string(shape.height) + ", " +
           std::to_string(shape.width) + ", " + std::to_string(shape.samples) + "), }";
}

/// Also of samples that are too short for the four bytes that make the checksum come true.
TEST(NpzContents, AreArchivesWithRightChecksums) {
    for (const double recordLength : {1.0, 2.0, 6.0, 30.0, 5000.0})
        for (const uint64_t samples : {1u, 2u, 5u, 100u}) {
            const auto files = filesOf(Container::Npz, recordLength, samples);
            const auto all = allOf(files, 7, [] { return 3001; });
            for (uint64_t file = 0; file < files->dataFiles(); ++file) {
                const SampleShape shape = files->shapeOf(file);
                const auto members = ZipReader(all[file]).members();
                ASSERT_EQ(members.size(), 2u);
                EXPECT_EQ(members[0].name, "x.npy");
                EXPECT_EQ(members[1].name, "y.npy");
                EXPECT_EQ(members[0].content.size(), 128 + shape.payloadBytes());
                EXPECT_EQ(members[0].content.substr(0, 10), std::string_view("\x93NUMPY\x01\0\x76\0", 10));
                EXPECT_EQ(members[0].content.substr(10, headerOf(shape).size()), headerOf(shape));
                EXPECT_EQ(members[1].content.substr(128), std::string(8 * samples, '\0'));
                for (size_t member = 0; member < 2; ++member) {
                    uint32_t told = 0;
                    const auto offset = static_cast<size_t>(members[member].content.data() - all[file].data());
                    std::memcpy(&told, all[file].data() + offset - 55 + 14, 4);
                    EXPECT_EQ(ZipReader::slowCrc32(members[member].content), told) << recordLength << " " << samples;
                }
            }
        }
}

/// zipfile's own limits: the directory tells offsets in 64 bits from 2 GiB on, and has a second end then.
TEST(NpzFormats, TellLargeSizesInSixtyFourBits) {
    const auto extraOf = [](uint64_t samples) {
        const SampleShape shape{.height = 1 << 10, .width = 1 << 10, .samples = samples};
        return npzBytes(shape) - shape.payloadBytes() - 8 * samples;
    };
    EXPECT_EQ(extraOf(2047), 490u);
    EXPECT_EQ(extraOf(2048), 490u + 20 + 12 + 76) << "the size of x, the place of y, the place of the directory";
}

TEST(IndexedContents, CompanionsTellWhereEachSampleIs) {
    for (const Container container : {Container::Indexed, Container::Megatron}) {
        const auto files = filesOf(container, 400, 11);
        const auto all = allOf(files, 1, [] { return 13; });
        for (uint64_t file = 0; file < files->dataFiles(); ++file) {
            const auto companions = files->companionsOf(file);
            ASSERT_EQ(companions.size(), 2u);
            for (uint64_t sample = 0; sample < 11; ++sample) {
                uint64_t offset = 0, bytes = 0;
                std::memcpy(&offset, all[companions[0]].data() + 8 * sample, 8);
                std::memcpy(&bytes, all[companions[1]].data() + 8 * sample, 8);
                EXPECT_EQ(offset, files->placeOf(file, sample).offset);
                EXPECT_EQ(bytes, files->placeOf(file, sample).length);
            }
            EXPECT_EQ(all[companions[0]].size(), 88u);
        }
    }
}

}  // namespace
}  // namespace ioproof
