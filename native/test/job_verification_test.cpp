// Jobs that check what the storage gives back: nothing is wrong with an honest one, and each kind of damage is named.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "core/file_descriptor.h"
#include "core/io_error.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr uint64_t sector = 4096;
constexpr uint64_t blocks = 256;

/// Writes each of 256 blocks once, stamped.
JobSpec stampedWrites(const std::string& root, uint64_t generation = 1) {
    JobSpec spec = blockSpec();
    spec.engine = EngineKind::Sync;
    spec.root = root;
    spec.fileSize = blocks * sector;
    spec.readPercent = 0;
    spec.createFiles = true;
    spec.stampDataset = 77;
    spec.stampGeneration = spec.stampOldest = generation;
    return spec;
}

/// Reads each of them once and checks it.
JobSpec checkedReads(const std::string& root, uint64_t oldest, uint64_t newest) {
    JobSpec spec = stampedWrites(root);
    spec.readPercent = 100;
    spec.createFiles = false;
    spec.verify = VerifyMode::During;
    spec.stampOldest = oldest;
    spec.stampGeneration = newest;
    return spec;
}

uint64_t count(const JobResult& result, SectorVerdict verdict) {
    return result.verification->sectors[static_cast<size_t>(verdict)];
}

uint64_t wrong(const JobResult& result) {
    uint64_t sum = 0;
    for (const uint64_t sectors : result.verification->sectors) sum += sectors;
    return sum - count(result, SectorVerdict::Good);
}

class JobVerification : public EngineTest {
protected:
    JobSpec writes() const {
        JobSpec spec = stampedWrites(directory_.path());
        spec.engine = GetParam().kind;
        spec.queueDepth = GetParam().queueDepth;
        return spec;
    }
    TemporaryDirectory directory_;
};

TEST_P(JobVerification, AfterTheRunReadsBackAllThatWasWritten) {
    for (const Access access : {Access::Sequential, Access::Backward, Access::Permutation}) {
        for (const uint32_t workers : {1u, 3u}) {
            JobSpec spec = writes();
            spec.access = access;
            spec.workers = workers;
            spec.passes = 3;
            spec.verify = VerifyMode::After;
            const JobResult result = runJob(spec).result;
            ASSERT_TRUE(result.verification.has_value());
            EXPECT_EQ(count(result, SectorVerdict::Good), blocks) << "the last pass only, " << workers << " workers";
            EXPECT_EQ(wrong(result), 0u);
            EXPECT_EQ(result.verification->bytes, blocks * sector);
            EXPECT_GT(result.verification->elapsedNs, 0u);
            EXPECT_EQ(totalsOf(result.operations, Kind::Write).count, 3 * blocks);
            EXPECT_EQ(totalsOf(result.operations, Kind::Read).count, 0u) << "reading back is not measured";
            EXPECT_EQ(result.newestGeneration, 3u);
            EXPECT_EQ(result.coveredGeneration, 3u);
        }
    }
}

TEST_P(JobVerification, DuringTheRunReadsBackEachWrite) {
    JobSpec spec = writes();
    spec.access = Access::Permutation;
    spec.workers = 2;
    spec.passes = 2;
    spec.verify = VerifyMode::During;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(count(result, SectorVerdict::Good), 2 * blocks);
    EXPECT_EQ(wrong(result), 0u);
    EXPECT_EQ(totalsOf(result.operations, Kind::Write).count, 2 * blocks);
    EXPECT_EQ(totalsOf(result.operations, Kind::Read).count, 2 * blocks);
    EXPECT_EQ(result.verification->elapsedNs, 0u);
}

TEST_P(JobVerification, OfMixedReadsAndWritesChecksBoth) {
    runJob(stampedWrites(directory_.path()));
    JobSpec spec = writes();
    spec.createFiles = false;
    spec.readPercent = 50;
    spec.access = Access::Permutation;
    spec.passes = 4;
    spec.stampGeneration = 2;
    spec.verify = VerifyMode::During;
    const JobResult during = runJob(spec).result;
    EXPECT_EQ(wrong(during), 0u);
    EXPECT_EQ(count(during, SectorVerdict::Good), 4 * blocks) << "each block is read, or written and read back";
    spec.verify = VerifyMode::After;
    spec.stampGeneration = during.newestGeneration + 1;
    const JobResult after = runJob(spec).result;
    EXPECT_EQ(wrong(after), 0u);
    EXPECT_EQ(count(after, SectorVerdict::Good), totalsOf(after.operations, Kind::Write).count);
}

TEST_P(JobVerification, OfAJobThatEndsInTheMiddleOfAPassReadsBackBothPasses) {
    JobSpec spec = writes();
    spec.access = Access::Permutation;
    spec.passes = 0;
    spec.operationLimit = blocks + 10;
    spec.verify = VerifyMode::After;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(count(result, SectorVerdict::Good), blocks + 10);
    EXPECT_EQ(wrong(result), 0u);
    EXPECT_EQ(result.newestGeneration, 2u);
    EXPECT_EQ(result.coveredGeneration, 1u);
}

TEST_P(JobVerification, OfBlocksOfSeveralSizesFindsThemAll) {
    JobSpec spec = writes();
    spec.blockSize = 8 * sector;
    spec.readSizes = spec.writeSizes = {.from = sector, .to = 8 * sector, .unit = sector, .shares = {}};
    spec.passes = 3;
    spec.verify = VerifyMode::After;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(count(result, SectorVerdict::Good), blocks);
    EXPECT_EQ(wrong(result), 0u);
}

INSTANTIATE_TEST_SUITE_P(Engine, JobVerification, testing::ValuesIn(storageEngines()), engineCaseName);

class Damage : public testing::Test {
protected:
    Damage() : file_(directory_.path("d000000/f000000000")) {}

    std::string blockAt(uint64_t block) const {
        std::string bytes(sector, '\0');
        std::ifstream(file_, std::ios::binary)
            .seekg(static_cast<std::streamoff>(block * sector))
            .read(bytes.data(), sector);
        return bytes;
    }
    void overwrite(uint64_t at, const std::string& bytes) const {
        std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(at)).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    /// One sector is wrong, in this way, and nothing else.
    void expectOne(SectorVerdict verdict, uint64_t block, uint64_t oldest = 2, uint64_t newest = 2) const {
        const JobResult result = runJob(checkedReads(directory_.path(), oldest, newest)).result;
        EXPECT_EQ(count(result, SectorVerdict::Good), blocks - 1);
        EXPECT_EQ(count(result, verdict), 1u) << sectorVerdictNames[static_cast<size_t>(verdict)];
        ASSERT_EQ(result.verification->mismatches.size(), 1u);
        const Mismatch& found = result.verification->mismatches[0];
        EXPECT_EQ(found.sector.verdict, verdict);
        EXPECT_EQ(found.path, file_);
        EXPECT_EQ(found.sector.expected.offset, block * sector);
    }
    void write(uint64_t generation) const { runJob(stampedWrites(directory_.path(), generation)); }

    TemporaryDirectory directory_;
    std::string file_;
};

TEST_F(Damage, OfNoneIsNotReported) {
    write(2);
    EXPECT_EQ(wrong(runJob(checkedReads(directory_.path(), 2, 2)).result), 0u);
}

TEST_F(Damage, ByALostWriteIsStale) {
    write(1);
    const std::string old = blockAt(9);
    write(2);
    overwrite(9 * sector, old);
    expectOne(SectorVerdict::Stale, 9);
}

TEST_F(Damage, ByHalfAWriteIsTorn) {
    write(1);
    const std::string old = blockAt(9);
    write(2);
    overwrite(9 * sector, old.substr(0, 1536));
    expectOne(SectorVerdict::Torn, 9);
}

TEST_F(Damage, ByAWriteInTheWrongPlaceIsMisplaced) {
    write(2);
    overwrite(200 * sector, blockAt(9));
    expectOne(SectorVerdict::Misplaced, 200);
}

TEST_F(Damage, ByAnotherDatasetIsForeign) {
    write(2);
    const std::string good = blockAt(9);
    JobSpec other = stampedWrites(directory_.path(), 2);
    other.stampDataset = 78;
    runJob(other);
    const std::string foreign = blockAt(9);
    write(2);
    overwrite(9 * sector, foreign);
    expectOne(SectorVerdict::Foreign, 9);
}

TEST_F(Damage, ByBitsThatFlipIsCorrupt) {
    write(2);
    overwrite(9 * sector + 777, blockAt(9)[777] == 'x' ? "y" : "x");
    expectOne(SectorVerdict::Corrupt, 9);
}

TEST_F(Damage, ByAWriteThatNeverArrivedIsZeros) {
    write(2);
    overwrite(9 * sector, std::string(sector, '\0'));
    expectOne(SectorVerdict::Zeros, 9);
}

TEST_F(Damage, OfManySectorsKeepsTheFirstExamplesAndCountsAll) {
    write(2);
    overwrite(0, std::string(100 * sector, '\0'));
    const JobResult result = runJob(checkedReads(directory_.path(), 2, 2)).result;
    EXPECT_EQ(count(result, SectorVerdict::Zeros), 100u);
    EXPECT_EQ(result.verification->mismatches.size(), 8u);
}

TEST(JobVerificationSpec, IsRefusedWhereItCannotHold) {
    const auto refused = [](const std::function<void(JobSpec&)>& change) {
        JobSpec spec = stampedWrites("/nowhere");
        spec.verify = VerifyMode::After;
        EXPECT_NO_THROW(spec.check());
        change(spec);
        EXPECT_THROW(spec.check(), JobError);
    };
    refused([](JobSpec& spec) { spec.engine = EngineKind::Null; });
    refused([](JobSpec& spec) { spec.readPercent = 100; });
    refused([](JobSpec& spec) { spec.stampDataset = 0; });
    refused([](JobSpec& spec) { spec.access = Access::Random; });
    refused([](JobSpec& spec) { spec.dedupePercent = 1; });
    refused([](JobSpec& spec) { spec.pattern = {std::byte{1}}; });
    refused([](JobSpec& spec) { spec.offset = 512; });
    refused([](JobSpec& spec) { spec.stampOldest = 5; });
    refused([](JobSpec& spec) { setBlockSize(spec, 512); });
}

}  // namespace
}  // namespace ioproof
