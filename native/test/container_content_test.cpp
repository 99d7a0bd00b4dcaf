// Bytes of TFRecord, HDF5 and Parquet files: the same in whatever pieces they are made, and as many as are told.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "core/sample_content.h"
#include "core/sample_files.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

struct Case {
    const char* name;
    SampleFileSpec spec;
};

SampleFileSpec specOf(Container container, const char* extension, uint64_t samples) {
    SampleFileSpec spec;
    spec.container = container;
    spec.extension = extension;
    spec.trainFiles = 3;
    spec.evalFiles = 1;
    spec.samplesPerFile = samples;
    spec.recordLength = 900;
    spec.recordDeviation = 300;
    spec.rowGroupRows = container == Container::Parquet ? 4 : 0;
    return spec;
}

SampleFileSpec withColumns() {
    SampleFileSpec spec = specOf(Container::Parquet, "parquet", 4500);
    spec.rowGroupRows = 1000;
    spec.columns = {{.type = ColumnType::Float64, .width = 1, .count = 2, .read = true},
                    {.type = ColumnType::Int8, .width = 1, .count = 20, .read = false},
                    {.type = ColumnType::Float32, .width = 300, .count = 1, .read = true}};
    return spec;
}

class ContainerContents : public testing::TestWithParam<Case> {
protected:
    /// A file in pieces of their own vectors, so that a byte too many is found.
    template <typename NextPiece>
    static Bytes made(SampleContent& content, uint64_t file, uint64_t length, NextPiece next) {
        Bytes bytes;
        while (bytes.size() < length) {
            Bytes piece(std::min<uint64_t>(next(), length - bytes.size()));
            content.fill(file, bytes.size(), piece.data(), piece.size());
            bytes.insert(bytes.end(), piece.begin(), piece.end());
        }
        return bytes;
    }

    template <typename NextPiece>
    std::vector<Bytes> allFiles(NextPiece next, uint64_t seed = 1) const {
        const auto content = makeSampleContent(files_, seed);
        std::vector<Bytes> all;
        for (uint64_t file = 0; file < files_->fileCount(); ++file)
            all.push_back(made(*content, file, files_->fileSizes().of(file), next));
        return all;
    }

    const std::shared_ptr<const SampleFiles> files_ = std::make_shared<const SampleFiles>(GetParam().spec);
};

TEST_P(ContainerContents, DoNotDependOnThePieces) {
    const std::vector<Bytes> whole = allFiles([] { return UINT64_MAX; });
    for (const uint64_t piece : {1, 63, 64, 65, 4096})
        EXPECT_EQ(allFiles([piece] { return piece; }), whole) << "in pieces of " << piece;
    for (uint64_t seed = 0; seed < 5; ++seed) {
        Random random(seed);
        EXPECT_EQ(allFiles([&random] { return 1 + random.below(3000); }), whole) << "seed " << seed;
    }
}

TEST_P(ContainerContents, AreAnotherInEachRun) {
    const auto inOne = [] { return UINT64_MAX; };
    EXPECT_EQ(allFiles(inOne, 1), allFiles(inOne, 1));
    EXPECT_NE(allFiles(inOne, 1), allFiles(inOne, 2));
}

TEST_P(ContainerContents, AFileCanBeBegunAnew) {
    const auto content = makeSampleContent(files_, 1);
    const auto inOne = [] { return UINT64_MAX; };
    made(*content, 1, files_->fileSizes().of(1) / 2, inOne);
    const Bytes again = made(*content, 1, files_->fileSizes().of(1), inOne);
    const Bytes alone = made(*makeSampleContent(files_, 1), 1, files_->fileSizes().of(1), inOne);
    EXPECT_TRUE(std::equal(again.begin(), again.begin() + 4, alone.begin()));
}

TEST_P(ContainerContents, AreDataButForTheirFrames) {
    for (const Bytes& bytes : allFiles([] { return UINT64_MAX; })) {
        size_t zeros = 0;
        for (const std::byte byte : bytes) zeros += byte == std::byte{0};
        // HDF5 has 2 KiB in front of its records and labels of zeros behind them; of random bytes one in 256 is 0.
        EXPECT_LT(zeros, 2500 + bytes.size() / 100);
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, ContainerContents,
                         testing::Values(Case{"Tfrecord", specOf(Container::Tfrecord, "tfrecord", 7)},
                                         Case{"Hdf5", specOf(Container::Hdf5, "hdf5", 7)},
                                         Case{"Parquet", specOf(Container::Parquet, "parquet", 7)},
                                         Case{"ParquetColumns", withColumns()}),
                         [](const auto& test) { return test.param.name; });

Bytes wholeFile(const std::shared_ptr<const SampleFiles>& files, uint64_t file) {
    Bytes bytes(files->fileSizes().of(file));
    makeSampleContent(files, 1)->fill(file, 0, bytes.data(), bytes.size());
    return bytes;
}

template <typename Number>
Number numberAt(const Bytes& bytes, uint64_t offset) {
    Number number;
    std::memcpy(&number, bytes.data() + offset, sizeof(number));
    return number;
}

TEST(TfrecordFiles, HaveARecordAtThePlaceOfEachSample) {
    const auto files = std::make_shared<const SampleFiles>(specOf(Container::Tfrecord, "tfrecord", 7));
    EXPECT_FALSE(files->hasRandomSamples());
    for (uint64_t file = 0; file < files->fileCount(); ++file) {
        const Bytes bytes = wholeFile(files, file);
        uint64_t at = 0;
        for (uint64_t sample = 0; sample < 7; ++sample) {
            const ByteRange place = files->placeOf(file, sample);
            EXPECT_EQ(place.offset, at);
            EXPECT_EQ(numberAt<uint64_t>(bytes, at) + 16, place.length);
            at += place.length;
        }
        EXPECT_EQ(at, bytes.size());
    }
}

TEST(TfrecordFiles, OfPublishedWorkloadsHaveTheirSizes) {
    SampleFileSpec resnet = specOf(Container::Tfrecord, "tfrecord", 1251);
    resnet.recordLength = 114660.07;
    resnet.recordDeviation = 0;
    const SampleFiles files(resnet);
    EXPECT_EQ(files.sampleBytes(0), 338u * 338u);
    // 21 bytes of Features, the entry, its key, Feature and BytesList before the image, 19 of the size behind it,
    // and 16 of the frame.
    EXPECT_EQ(files.fileSizes().of(0), 1251u * (114'244 + 59));
}

TEST(Hdf5Files, TellTheirLengthAndHaveSamplesInARow) {
    const auto files = std::make_shared<const SampleFiles>(specOf(Container::Hdf5, "hdf5", 7));
    EXPECT_TRUE(files->hasRandomSamples());
    const Bytes bytes = wholeFile(files, 2);
    EXPECT_EQ(numberAt<uint64_t>(bytes, 28), bytes.size());
    EXPECT_EQ(files->placeOf(2, 0).offset, 2048u);
    EXPECT_EQ(files->placeOf(2, 3).offset, 2048 + 3 * files->sampleBytes(2));
    EXPECT_EQ(bytes.size(), 2048 + files->payloadBytes(2) + 7 * 8);
}

TEST(ParquetFiles, EndWithTheFooterThatIsTold) {
    for (const SampleFileSpec& spec : {specOf(Container::Parquet, "parquet", 9), withColumns()}) {
        const auto files = std::make_shared<const SampleFiles>(spec);
        for (uint64_t file = 0; file < files->fileCount(); ++file) {
            const Bytes bytes = wholeFile(files, file);
            const ByteRange footer = files->footerOf(file);
            EXPECT_EQ(footer.offset + footer.length, bytes.size());
            EXPECT_EQ(numberAt<uint32_t>(bytes, bytes.size() - 8) + 8, footer.length);
            EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(bytes.data() + bytes.size() - 4), 4), "PAR1");
        }
    }
}

TEST(ParquetFiles, ASampleIsReadWithItsRowGroup) {
    const SampleFiles files(withColumns());
    EXPECT_EQ(files.sampleBytes(0), 2 * 8 + 20 + 1200u);
    EXPECT_EQ(files.placeOf(0, 999).offset, files.placeOf(0, 0).offset);
    EXPECT_EQ(files.placeOf(0, 1000).offset, files.placeOf(0, 0).offset + files.placeOf(0, 0).length);
    const std::vector<ByteRange> parts = files.readParts(0, 1);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0].offset, files.placeOf(0, 1000).offset);
    EXPECT_EQ(parts[1].offset + parts[1].length, files.placeOf(0, 2000).offset);
}

}  // namespace
}  // namespace ioproof
