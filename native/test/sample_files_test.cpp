// Names and sizes of training data sets: those that DLIO makes of the same numbers.
#include "core/sample_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "core/io_error.h"

namespace ioproof {
namespace {

SampleFileSpec unet3d(uint64_t files) {
    SampleFileSpec spec;
    spec.container = Container::Npz;
    spec.extension = "npz";
    spec.trainFiles = files;
    spec.recordLength = 146600628;
    spec.recordDeviation = 68341808;
    return spec;
}

SampleFileSpec small(Container container, uint64_t samplesPerFile) {
    SampleFileSpec spec;
    spec.container = container;
    spec.extension = "bin";
    spec.trainFiles = 12;
    spec.evalFiles = 3;
    spec.samplesPerFile = samplesPerFile;
    spec.recordLength = 10000;
    spec.recordDeviation = 800;
    return spec;
}

/// What numpy 2.4.6 draws: np.random.seed(10), np.random.normal(12107, …, 2 * files).
TEST(SampleFileSizes, ThoseOfUnet3dAreDlios) {
    const SampleFiles files(unet3d(20'000));
    const uint64_t payloads[] = {224093125, 93582835, 139625640, 159581528, 140750066, 206626158, 140829447, 170404976};
    for (uint64_t file = 0; file < std::size(payloads); ++file) {
        EXPECT_EQ(files.payloadBytes(file), payloads[file]);
        EXPECT_EQ(files.fileSizes().of(file), payloads[file] + 498);
    }
    const double mean = static_cast<double>(files.payloadOfAll()) / 20'000;
    EXPECT_NEAR(mean, 146.69e6, 0.01e6);
    double squares = 0;
    for (uint64_t file = 0; file < 20'000; ++file)
        squares += std::pow(static_cast<double>(files.payloadBytes(file)) - mean, 2);
    EXPECT_NEAR(std::sqrt(squares / 20'000), 48.8e6, 0.1e6);
}

TEST(SampleFileSizes, WithoutADeviationAllAreTheWholeSquare) {
    SampleFileSpec resnet50;
    resnet50.extension = "raw";
    resnet50.trainFiles = 1024;
    resnet50.samplesPerFile = 1251;
    resnet50.recordLength = 114660.07;
    const SampleFiles files(resnet50);
    EXPECT_EQ(files.sampleBytes(1023), 338u * 338u);
    EXPECT_EQ(files.fileSizes().smallest(), 338u * 338u * 1251u);
    EXPECT_EQ(files.fileSizes().largest(), 338u * 338u * 1251u);
    EXPECT_EQ(files.payloadOfAll(), uint64_t{1024} * 338 * 338 * 1251);
}

TEST(SampleFileSizes, EvaluationGoesOnWithTheDrawsOfTraining) {
    SampleFileSpec spec = small(Container::Raw, 1);
    const SampleFiles both(spec);
    spec.trainFiles += spec.evalFiles;
    spec.evalFiles = 0;
    const SampleFiles trainOnly(spec);
    for (uint64_t file = 0; file < 15; ++file) EXPECT_EQ(both.payloadBytes(file), trainOnly.payloadBytes(file));
    spec.generatorSeed = 11;
    EXPECT_NE(SampleFiles(spec).payloadBytes(0), both.payloadBytes(0));
}

/// Each from numpy.savez and numpy.save.
TEST(SampleFileSizes, ArraysHaveThoseOfNumpy) {
    const auto npz = makeSampleFormat(small(Container::Npz, 1));
    const auto npy = makeSampleFormat(small(Container::Npy, 1));
    EXPECT_EQ(npz->fileBytes({.height = 3, .width = 5, .samples = 1}), 15u + 498u);
    EXPECT_EQ(npz->fileBytes({.height = 100, .width = 200, .samples = 3}), 60'000u + 514u);
    EXPECT_EQ(npy->fileBytes({.height = 14970, .width = 14969, .samples = 1}), 14970u * 14969u + 128u);
    const ByteRange whole = npz->placeOf({.height = 100, .width = 200, .samples = 3}, 2);
    EXPECT_EQ(whole.offset, 0u);
    EXPECT_EQ(whole.length, 60'514u);
}

TEST(SampleFilePlaces, SamplesLieBehindOneAnother) {
    const SampleFiles files(small(Container::Raw, 4));
    for (uint64_t sample = 0; sample < 4; ++sample) {
        EXPECT_EQ(files.placeOf(5, sample).offset, sample * files.sampleBytes(5));
        EXPECT_EQ(files.placeOf(5, sample).length, files.sampleBytes(5));
    }
    EXPECT_EQ(files.fileSizes().of(5), 4 * files.sampleBytes(5));
}

std::string pathOf(const SampleFiles& files, uint64_t file) {
    std::string path(files.pathCapacity(), 'x');
    files.writePath(file, path.data());
    EXPECT_EQ(path.c_str(), files.path(file));
    return path.c_str();
}

TEST(SampleFileNames, HaveAsManyDigitsAsTheirNumberOfFiles) {
    const SampleFiles files(unet3d(168));
    EXPECT_EQ(pathOf(files, 0), "train/img_000_of_168.npz");
    EXPECT_EQ(pathOf(files, 167), "train/img_167_of_168.npz");
    EXPECT_EQ(files.directories(), (std::vector<std::string>{"train"}));
}

TEST(SampleFileNames, EvaluationCountsItsOwn) {
    const SampleFiles files(small(Container::Raw, 1));
    EXPECT_EQ(pathOf(files, 11), "train/img_11_of_12.bin");
    EXPECT_EQ(pathOf(files, 12), "valid/img_0_of_3.bin");
    EXPECT_EQ(files.directories(), (std::vector<std::string>{"train", "valid"}));
    EXPECT_EQ(files.fileCount(), 15u);
}

TEST(SampleFileNames, SubfoldersAreTakenInTurn) {
    SampleFileSpec spec = small(Container::Raw, 1);
    spec.subfolders = 10;
    const SampleFiles files(spec);
    EXPECT_EQ(pathOf(files, 0), "train/00/img_00_of_12.bin");
    EXPECT_EQ(pathOf(files, 11), "train/01/img_11_of_12.bin");
    EXPECT_EQ(pathOf(files, 14), "valid/02/img_2_of_3.bin");
    EXPECT_EQ(files.directories().size(), 22u);
    EXPECT_EQ(files.directories()[1], "train/00");
    spec.subfolders = 1;
    EXPECT_EQ(SampleFiles(spec).path(3), "train/img_03_of_12.bin") << "DLIO makes no folder for one";
}

TEST(SampleFileNames, CompanionsLieBesideTheirFiles) {
    const SampleFiles files(small(Container::Indexed, 7));
    EXPECT_EQ(files.dataFiles(), 15u);
    EXPECT_EQ(files.fileCount(), 45u);
    EXPECT_EQ(files.companionsOf(13), (std::vector<uint64_t>{41, 42}));
    EXPECT_EQ(pathOf(files, 41), "valid/img_1_of_3.bin.off.idx");
    EXPECT_EQ(pathOf(files, 42), "valid/img_1_of_3.bin.sz.idx");
    EXPECT_EQ(files.fileSizes().of(41), 7u * 8);
    std::set<std::string> names;
    for (uint64_t file = 0; file < files.fileCount(); ++file) names.insert(pathOf(files, file));
    EXPECT_EQ(names.size(), 45u);
}

TEST(SampleFileSpecs, WhatDoesNotHoldTogetherIsRefused) {
    const auto refuses = [](auto change) {
        SampleFileSpec spec = small(Container::Raw, 1);
        change(spec);
        EXPECT_THROW(SampleFiles{spec}, JobError);
    };
    refuses([](SampleFileSpec& spec) { spec.trainFiles = spec.evalFiles = 0; });
    refuses([](SampleFileSpec& spec) { spec.samplesPerFile = 0; });
    refuses([](SampleFileSpec& spec) { spec.recordLength = 0.5; });
    refuses([](SampleFileSpec& spec) { spec.recordLength = NAN; });
    refuses([](SampleFileSpec& spec) { spec.recordDeviation = -1; });
    refuses([](SampleFileSpec& spec) { spec.prefix = "a/b"; });
    refuses([](SampleFileSpec& spec) { spec.extension = ""; });
    refuses([](SampleFileSpec& spec) { spec.generatorSeed = uint64_t{1} << 32; });
    refuses([](SampleFileSpec& spec) { spec.samplesPerFile = uint64_t{1} << 50; });
}

}  // namespace
}  // namespace ioproof
