// A seal is taken only whole, of these files, and with all of them there.
#include "core/checkpoint_seal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "core/io_error.h"
#include "core/seal_format.h"
#include "test/checkpoint_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

namespace fs = std::filesystem;

class CheckpointSeals : public testing::Test {
protected:
    static constexpr uint32_t number = 3;

    /// Files of the right sizes, checksums that are not those of their bytes, and the seal.
    void SetUp() override {
        makeCheckpointDirectories(files, number);
        for (uint32_t file = 0; file < files.dataFileCount(); ++file) {
            const std::string path = files.dataPathsOf(number)[file];
            std::ofstream(path) << "x";
            fs::resize_file(path, files.bytesOfFile(file));
        }
        std::ofstream(files.closingPathOf(number, 0)) << "{}";
        for (uint32_t part = 0; part < spec.parts.size(); ++part)
            for (uint64_t piece = 0; piece < checksums.piecesOf(part); ++piece)
                checksums.set(part, piece, 1'000'000 * (part + 1) + static_cast<uint32_t>(piece));
        sealCheckpoint(files, number, checksums);
    }

    void expectRefused(const char* code, const std::string& words, const CheckpointFiles& wanted) {
        CheckpointChecksums read(wanted);
        try {
            readSeal(wanted, number, read);
            FAIL() << "was taken: " << words;
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), code);
            EXPECT_THAT(error.what(), testing::HasSubstr(words));
        }
    }
    void expectIncomplete(const std::string& words) { expectRefused("CHECKPOINT_INCOMPLETE", words, files); }

    std::string sealBytes() const {
        std::ifstream file(files.sealPathOf(number), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void writeSeal(const std::string& bytes) const {
        std::ofstream(files.sealPathOf(number), std::ios::binary) << bytes;
    }

    TemporaryDirectory directory;
    const CheckpointSpec spec = checkpointSpec();
    const CheckpointFiles files{directory.path(), spec};
    CheckpointChecksums checksums{files};
};

TEST_F(CheckpointSeals, GiveBackTheChecksums) {
    CheckpointChecksums read(files);
    readSeal(files, number, read);
    for (uint32_t part = 0; part < spec.parts.size(); ++part)
        for (uint64_t piece = 0; piece < read.piecesOf(part); ++piece)
            EXPECT_EQ(read.of(part, piece), checksums.of(part, piece)) << part << " " << piece;
    EXPECT_FALSE(fs::exists(files.sealPathOf(number) + CheckpointFiles::temporarySuffix));
}

TEST_F(CheckpointSeals, AreAsDocumented) {
    // Six checksums: three of a part of 2.5 MB, one of each other.
    EXPECT_EQ(sealBytes().size(), 40u + 6 * 4 + 4);
    EXPECT_THAT(sealBytes(), testing::StartsWith(std::string("IOPRSEAL\x01\0\0\0\x03\0\0\0", 16)));
}

TEST_F(CheckpointSeals, AreRefusedWhereverTheyAreCutOff) {
    const std::string whole = sealBytes();
    for (size_t length = 0; length < whole.size(); ++length) {
        writeSeal(whole.substr(0, length));
        expectIncomplete("is cut off");
    }
    writeSeal(whole + "x");
    expectIncomplete("is damaged");
}

TEST_F(CheckpointSeals, AreRefusedWithAnyBitFlipped) {
    const std::string whole = sealBytes();
    for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
        std::string flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        writeSeal(flipped);
        expectIncomplete(files.sealPathOf(number));
    }
    writeSeal(whole);
    CheckpointChecksums read(files);
    EXPECT_NO_THROW(readSeal(files, number, read));
}

TEST_F(CheckpointSeals, AreRefusedWithoutOne) {
    fs::remove(files.sealPathOf(number));
    expectIncomplete("ioproof.seal\" is not there");
    fs::remove_all(files.directoryOf(number));
    expectIncomplete("is not there");
}

TEST_F(CheckpointSeals, AreRefusedWithoutTheFiles) {
    const std::string shared = files.pathOf(number, 1);
    fs::resize_file(shared, 12'288);
    expectIncomplete("shared.bin\" has 12288 bytes instead of 12289");
    fs::resize_file(shared, 12'290);
    expectIncomplete("has 12290 bytes");
    fs::remove(shared);
    expectIncomplete("shared.bin\" is not there");
    fs::create_directory(shared);
    expectIncomplete("shared.bin\" is no file");
    fs::remove(shared);
    fs::create_symlink(files.pathOf(number, 0), shared);
    expectIncomplete("shared.bin\" is no file");
}

TEST_F(CheckpointSeals, AreRefusedWithoutTheClosingFile) {
    fs::resize_file(files.closingPathOf(number, 0), 1);
    expectIncomplete("index.json\" has 1 bytes instead of 2");
}

TEST_F(CheckpointSeals, AreRefusedWithAClosingFileOfOtherBytes) {
    fs::resize_file(files.closingPathOf(number, 0), 0);
    fs::resize_file(files.closingPathOf(number, 0), 2);
    expectIncomplete("index.json\" has other bytes");
}

TEST_F(CheckpointSeals, OfAnotherNumberAreRefused) {
    fs::rename(files.directoryOf(number), files.directoryOf(number + 1));
    CheckpointChecksums read(files);
    EXPECT_THROW(readSeal(files, number + 1, read), JobError);
}

TEST_F(CheckpointSeals, OfOtherFilesAreRefused) {
    const std::function<void(CheckpointSpec&)> changes[] = {
        [](CheckpointSpec& other) { other.parts[0].name = "model_2.pt"; },
        [](CheckpointSpec& other) { other.parts[0].bytes += 1; },
        [](CheckpointSpec& other) { other.parts[0].header[0] = std::byte{'H'}; },
        [](CheckpointSpec& other) { std::swap(other.parts[1], other.parts[2]); },
        [](CheckpointSpec& other) { other.closing[0].content = bytesOfText("[]"); },
        [](CheckpointSpec& other) { other.closing[0].name = "index.txt"; },
        [](CheckpointSpec& other) { other.closing.clear(); },
    };
    for (const auto& change : changes) {
        CheckpointSpec other = spec;
        change(other);
        expectRefused("CHECKPOINT_DIFFERS", files.directoryOf(number), CheckpointFiles(directory.path(), other));
    }
}

TEST_F(CheckpointSeals, AreTakenByOtherRoundsAndRanks) {
    CheckpointSpec other = spec;
    other.sync = CheckpointSync::None;
    other.rename = false;
    other.saves = 0;
    other.loads = 5;
    // Other ranks, too, of which some have written nothing.
    other.ranks = 8;
    other.loadAll = true;
    for (CheckpointPart& part : other.parts) part.rank = 0;
    const CheckpointFiles wanted(directory.path(), other);
    CheckpointChecksums read(wanted);
    EXPECT_NO_THROW(readSeal(wanted, number, read));
}

TEST_F(CheckpointSeals, LeaveNoPartOfASealThatCannotBeWritten) {
    fs::remove(files.sealPathOf(number));
    fs::create_directory(files.sealPathOf(number));
    std::ofstream(files.sealPathOf(number) + "/x") << "x";
    EXPECT_THROW(sealCheckpoint(files, number, checksums), IoError);
    EXPECT_FALSE(fs::exists(files.sealPathOf(number) + CheckpointFiles::temporarySuffix));
}

}  // namespace
}  // namespace ioproof
