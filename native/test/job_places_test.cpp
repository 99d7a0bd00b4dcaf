// Where the workers of a job read and write: regions and files of their own, passes that touch each block once and do
// not overlap, no byte outside; and how the space of new files is reserved.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sources/source.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/refused_calls.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
/// File and block.
using Place = std::pair<uint64_t, uint64_t>;
using Places = std::vector<Place>;

constexpr uint64_t block = 4096;

/// What a worker is given in each pass, asked for in batches of slots as its queue would.
std::vector<Places> passesOf(const JobSpec& spec, uint32_t worker, size_t batch = 1) {
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    const auto source = makeSource(spec, names, {.index = worker, .count = spec.workers});
    std::vector<Operation> operations(batch);
    std::vector<Chain> chains(batch);
    std::vector<Chain*> slots(batch);
    for (size_t slot = 0; slot < batch; ++slot) {
        chains[slot] = {.operations = &operations[slot], .slot = static_cast<uint32_t>(slot), .path = nullptr};
        slots[slot] = &chains[slot];
    }
    std::vector<Places> given(1);
    for (;;) {
        const uint32_t filled = source->fill(slots);
        for (uint32_t slot = 0; slot < filled; ++slot) {
            if (given.back().size() == source->chainsPerPass()) given.emplace_back();
            if (spec.stampsWrites()) {
                EXPECT_EQ(chains[slot].pass + 1, given.size());
            }
            EXPECT_EQ(operations[slot].offset % block, 0u);
            EXPECT_EQ(operations[slot].length, block);
            given.back().emplace_back(operations[slot].file, operations[slot].offset / block);
        }
        if (filled == batch) continue;
        if (!source->waitsForDrain()) break;
        EXPECT_EQ(source->fill(slots), 0u) << "a pass must not begin while another is in flight";
        source->drained();
    }
    EXPECT_EQ(given.size(), spec.passes);
    return given;
}

/// Every block of these files from `first` to before `end`, once.
Places region(uint64_t files, uint64_t first, uint64_t end) {
    Places places;
    for (uint64_t file = 0; file < files; ++file)
        for (uint64_t at = first; at < end; ++at) places.emplace_back(file, at);
    return places;
}

Places sorted(Places places) {
    std::sort(places.begin(), places.end());
    return places;
}

/// Three passes of three workers over two files of 64 blocks.
JobSpec twoFiles(Access access) {
    JobSpec spec = blockSpec();
    spec.access = access;
    spec.workers = 3;
    spec.fileCount = 2;
    spec.passes = 3;
    return spec;
}

class Everywhere : public testing::TestWithParam<Access> {};

TEST_P(Everywhere, WithAnOffsetIsFromThereToTheEndOfEachFile) {
    JobSpec spec = twoFiles(GetParam());
    spec.offset = 5 * block;
    std::vector<Places> together(3);
    for (uint32_t worker = 0; worker < 3; ++worker) {
        const std::vector<Places> own = passesOf(spec, worker);
        for (size_t pass = 0; pass < 3; ++pass)
            together[pass].insert(together[pass].end(), own[pass].begin(), own[pass].end());
    }
    for (const Places& pass : together) EXPECT_EQ(sorted(pass), region(2, 5, 64));
}

TEST_P(Everywhere, WithRegionsIsForEachWorkerItsOwnOnceAPass) {
    for (const bool stamped : {false, true}) {
        JobSpec spec = twoFiles(GetParam());
        spec.readPercent = 0;
        spec.stampDataset = stamped ? 77 : 0;
        spec.offset = 4 * block;
        spec.offsetIncrement = 16 * block;
        for (uint32_t worker = 0; worker < 3; ++worker) {
            const uint64_t first = 4 + 16 * worker;
            for (const Places& pass : passesOf(spec, worker)) EXPECT_EQ(sorted(pass), region(2, first, first + 16));
        }
    }
}

TEST_P(Everywhere, EndsAtTheEndOfTheFileInTheLastRegion) {
    JobSpec spec = twoFiles(GetParam());
    spec.offsetIncrement = 25 * block;
    EXPECT_EQ(sorted(passesOf(spec, 1)[0]), region(2, 25, 50));
    EXPECT_EQ(sorted(passesOf(spec, 2)[0]), region(2, 50, 64));
}

TEST_P(Everywhere, WithFilesOfItsOwnIsEachBlockOfThemOnceAPass) {
    JobSpec spec = twoFiles(GetParam());
    spec.fileCount = 7;
    spec.filePerWorker = true;
    std::map<Place, std::set<uint32_t>> owners;
    for (uint32_t worker = 0; worker < 3; ++worker) {
        for (const Places& pass : passesOf(spec, worker)) {
            EXPECT_EQ(std::set<Place>(pass.begin(), pass.end()).size(), pass.size());
            EXPECT_TRUE(pass.size() == 2 * 64 || pass.size() == 3 * 64) << "whole files";
            for (const Place& place : pass) owners[place].insert(worker);
        }
    }
    EXPECT_EQ(owners.size(), 7u * 64);
    for (const auto& [place, workers] : owners) {
        EXPECT_EQ(workers.size(), 1u) << "file " << place.first << " block " << place.second;
        EXPECT_EQ(workers, owners[Place(place.first, 0)]) << "file " << place.first << " has two workers";
    }
}

TEST_P(Everywhere, OfStampedWritesHasOneWriterAPlaceInAllPasses) {
    JobSpec spec = twoFiles(GetParam());
    spec.readPercent = 0;
    spec.stampDataset = 77;
    std::map<Place, std::set<uint32_t>> writers;
    for (uint32_t worker = 0; worker < 3; ++worker) {
        const std::vector<Places> passes = passesOf(spec, worker, 8);
        for (const Places& pass : passes) {
            EXPECT_EQ(sorted(pass), sorted(passes[0])) << "the same part";
            EXPECT_EQ(std::set<Place>(pass.begin(), pass.end()).size(), pass.size());
            for (const Place& place : pass) writers[place].insert(worker);
        }
        EXPECT_EQ(passes[0] != passes[1], GetParam() == Access::Permutation) << "in another order";
    }
    EXPECT_EQ(writers.size(), 128u);
    for (const auto& [place, workers] : writers) EXPECT_EQ(workers.size(), 1u);
}

std::string accessName(const testing::TestParamInfo<Access>& access) {
    constexpr const char* names[] = {"Sequential", "Random", "Permutation", "Backward"};
    return names[static_cast<size_t>(access.param)];
}

INSTANTIATE_TEST_SUITE_P(JobPlaces, Everywhere,
                         testing::Values(Access::Sequential, Access::Backward, Access::Permutation), accessName);

TEST(JobPlaces, DrawnStayInTheRegionOfTheWorkerAndReachAllOfIt) {
    for (const Access access : {Access::Random, Access::Zipf, Access::Pareto, Access::Normal}) {
        JobSpec spec = twoFiles(access);
        spec.skew = access == Access::Normal ? 30 : access == Access::Pareto ? 0.3 : 0.5;
        spec.offset = 4 * block;
        spec.offsetIncrement = 16 * block;
        spec.passes = 200;
        for (uint32_t worker = 0; worker < 3; ++worker) {
            std::set<Place> touched;
            for (const Places& pass : passesOf(spec, worker)) touched.insert(pass.begin(), pass.end());
            const uint64_t first = 4 + 16 * worker;
            EXPECT_EQ(Places(touched.begin(), touched.end()), region(2, first, first + 16));
        }
    }
}

TEST(JobPlaces, FollowTheOrderOfService) {
    JobSpec spec = blockSpec();
    spec.fileCount = 3;
    spec.fileSize = 4 * block;
    const auto order = [&spec](ServiceOrder service) {
        spec.serviceOrder = service;
        return passesOf(spec, 0)[0];
    };
    EXPECT_EQ(order(ServiceOrder::Sequential), region(3, 0, 4));
    Places turns;
    for (uint64_t at = 0; at < 4; ++at)
        for (uint64_t file = 0; file < 3; ++file) turns.emplace_back(file, at);
    EXPECT_EQ(order(ServiceOrder::RoundRobin), turns);
    spec.fileSize = 64 * block;
    const Places random = order(ServiceOrder::Random);
    EXPECT_EQ(sorted(random), region(3, 0, 64));
    Places first;
    for (const Place& place : random)
        if (place.first == 0) first.push_back(place);
    EXPECT_EQ(first, region(1, 0, 64)) << "each file is walked in order";
    uint64_t repeats = 0;
    for (size_t at = 1; at < random.size(); ++at) repeats += random[at].first == random[at - 1].first;
    // A third of 191 turns, six standard deviations; one of a file that is at its end goes to the next.
    EXPECT_NEAR(static_cast<double>(repeats), 191 / 3.0, 6 * 6.5 + 20);
    EXPECT_NE(random, order(ServiceOrder::RoundRobin));
}

/// Two workers write, each a region of 8 blocks that begins 3 blocks, or 3 + 8, into each of two files.
JobSpec writingIn(const std::string& root) {
    JobSpec spec = blockSpec();
    spec.engine = EngineKind::Sync;
    spec.root = root;
    spec.access = Access::Permutation;
    spec.workers = 2;
    spec.fileCount = 2;
    spec.offset = 3 * block;
    spec.offsetIncrement = 8 * block;
    spec.readPercent = 0;
    spec.createFiles = true;
    return spec;
}

/// Whole jobs on real files.
class JobRegions : public testing::Test {
protected:
    JobSpec writing() const { return writingIn(directory_.path()); }
    FileNamespace files() const { return {directory_.path(), 2, 1000}; }

    const TemporaryDirectory directory_;
};

TEST_F(JobRegions, AreAllThatIsWritten) {
    writeFiles(files(), 64 * block);
    const JobSpec spec = writing();
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 32u);
    for (const WorkerResult& worker : run.result.workers) EXPECT_EQ(worker.operations, 16u);
    for (uint64_t file = 0; file < 2; ++file) {
        const Bytes now = readWholeFile(files().path(file));
        const Bytes before = contentOf(file, 0, 64 * block);
        ASSERT_EQ(now.size(), before.size());
        for (uint64_t at = 0; at < 64; ++at) {
            const auto from = static_cast<std::ptrdiff_t>(at * block);
            const bool same = std::equal(now.begin() + from, now.begin() + from + block, before.begin() + from);
            EXPECT_EQ(same, at < 3 || at >= 19) << "file " << file << " block " << at;
        }
    }
}

/// Facts of the second file after prepare(), before the first write; and what was refused.
struct Reserved {
    uint64_t length;
    uint64_t allocated;
    std::string refused;
};

Reserved prepared(JobSpec spec, Reservation reservation) {
    spec.reservation = reservation;
    JobRunner runner(spec, [](const IntervalResult&) {});
    const JobReady ready = runner.prepare();
    struct stat facts{};
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    EXPECT_EQ(stat(names.path(1).c_str(), &facts), 0);
    Reserved found{.length = static_cast<uint64_t>(facts.st_size),
                   .allocated = static_cast<uint64_t>(facts.st_blocks) * 512,
                   .refused = ""};
    for (const Refusal& refusal : ready.featuresRefused) found.refused += refusal.what + ": " + refusal.reason;
    for (uint64_t file = 0; file < spec.fileCount; ++file) std::filesystem::remove(names.path(file));
    return found;
}

TEST_F(JobRegions, AreReservedAsAskedFor) {
    SKIP_UNLESS_ON_DISK(directory_);
    const uint64_t size = writing().fileSize;
    const Reserved none = prepared(writing(), Reservation::None);
    EXPECT_EQ(none.length, 0u);
    EXPECT_EQ(none.allocated, 0u);
    const Reserved truncated = prepared(writing(), Reservation::Truncate);
    EXPECT_EQ(truncated.length, size);
    EXPECT_EQ(truncated.allocated, 0u) << "a hole";
    const Reserved native = prepared(writing(), Reservation::Native);
    EXPECT_EQ(native.length, size);
    EXPECT_GE(native.allocated, size);
    const Reserved kept = prepared(writing(), Reservation::KeepSize);
    EXPECT_EQ(kept.length, 0u);
    EXPECT_GE(kept.allocated, size);
    for (const Reserved& one : {none, truncated, native, kept}) EXPECT_EQ(one.refused, "");
}

TEST_F(JobRegions, AreWrittenHoweverTheyWereReserved) {
    for (const Reservation reservation :
         {Reservation::None, Reservation::Truncate, Reservation::Native, Reservation::KeepSize}) {
        JobSpec spec = writing();
        spec.reservation = reservation;
        const JobRun run = runJob(spec);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 32u);
        const bool hasLength = reservation == Reservation::Truncate || reservation == Reservation::Native;
        for (uint64_t file = 0; file < 2; ++file) {
            EXPECT_EQ(std::filesystem::file_size(files().path(file)), (hasLength ? 64 : 19) * block);
            std::filesystem::remove(files().path(file));
        }
    }
}

void demandRefusals() {
    const TemporaryDirectory directory;
    const JobSpec spec = writingIn(directory.path());
    const std::string refusal = "fallocate: EOPNOTSUPP";
    const Reserved native = prepared(spec, Reservation::Native);
    demand(native.refused == refusal, "native tells of the refusal");
    demand(native.length == spec.fileSize, "native falls back to the length");
    const Reserved kept = prepared(spec, Reservation::KeepSize);
    demand(kept.refused == refusal, "keep tells of the refusal");
    demand(kept.length == 0, "keep leaves the length");
    demand(prepared(spec, Reservation::Truncate).refused.empty(), "truncate asks for no space");
    demand(prepared(spec, Reservation::None).refused.empty(), "none asks for nothing");
    demand(totalsOf(runJob(spec).result.operations, Kind::Write).count == 32, "the job runs all the same");
}

[[noreturn]] void runWithoutReservation() {
    refuseCall(SYS_fallocate, EOPNOTSUPP);
    demandRefusals();
    std::_Exit(0);
}

TEST(JobReservationDeathTest, SaysWhatTheFileSystemCannotReserve) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    if (!canRefuseCalls()) GTEST_SKIP() << "this kernel has no seccomp filters";
    EXPECT_EXIT(runWithoutReservation(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ioproof
