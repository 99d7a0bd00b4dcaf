// Names, paths and numbers of open files that a job would need and that are not to be had: refused before it starts.
#include "core/path_limits.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include <filesystem>
#include <functional>
#include <string>

#include "core/file_set.h"
#include "core/io_error.h"
#include "test/checkpoint_specs.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/refused_calls.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

std::string thrownBy(const std::function<void()>& call, const std::string& code) {
    try {
        call();
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), code);
        return error.what();
    }
    return "";
}

std::string refusalOfNames(const JobSpec& spec, const std::string& code) {
    return thrownBy([&spec] { requireNamesFit(spec, namespaceOf(spec)); }, code);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(PathLimits, AreThoseOfTheFileSystemForNames) {
    const TemporaryDirectory directory;
    struct statvfs facts{};
    ASSERT_EQ(statvfs(directory.path().c_str(), &facts), 0);
    const size_t most = facts.f_namemax;
    JobSpec spec = filesSpec();
    spec.root = directory.path();
    spec.filePrefix = std::string(most - 9, 'p');
    EXPECT_EQ(refusalOfNames(spec, ""), "");
    spec.operations = {Kind::Rename};
    const std::string refusal = refusalOfNames(spec, "NAME_TOO_LONG");
    EXPECT_TRUE(contains(refusal, std::to_string(most + 8) + " bytes")) << refusal;
    EXPECT_TRUE(contains(refusal, "allows " + std::to_string(most) + ":")) << refusal;
    EXPECT_TRUE(contains(refusal, directory.path() + "\"")) << refusal;
    EXPECT_TRUE(contains(refusal, "p000000009.renamed\"")) << refusal;
    spec.filePrefix = std::string(most - 9 - 8, 'p');
    EXPECT_EQ(refusalOfNames(spec, ""), "");
    spec.operations = {};
    spec.mix = {{.percent = 100, .operations = {Kind::Symlink, Kind::Rename, Kind::Unlink}}};
    EXPECT_TRUE(contains(refusalOfNames(spec, "NAME_TOO_LONG"), std::to_string(most + 8) + " bytes"));
}

TEST(PathLimits, AreThoseOfTheKernelForPaths) {
    const TemporaryDirectory directory;
    JobSpec spec = filesSpec();
    spec.root = directory.path();
    while (spec.root.size() + 201 + 19 <= 4095) spec.root += "/" + std::string(200, 'r');
    spec.root += "/" + std::string(4095 - spec.root.size() - 1 - 19, 'r');
    EXPECT_EQ(refusalOfNames(spec, ""), "");
    spec.root += "r";
    const std::string refusal = refusalOfNames(spec, "PATH_TOO_LONG");
    EXPECT_TRUE(contains(refusal, "4096 bytes where the kernel takes 4095")) << refusal;
}

std::string refusalOfCheckpoints(const std::string& root, const CheckpointSpec& spec, const std::string& code) {
    const CheckpointFiles files(root, spec);
    return thrownBy([&files] { requireNamesFit(files); }, code);
}

TEST(PathLimits, AreAlsoThoseOfCheckpoints) {
    TemporaryDirectory directory;
    struct statvfs facts{};
    ASSERT_EQ(statvfs(directory.path().c_str(), &facts), 0);
    if (facts.f_namemax != 255) GTEST_SKIP() << "names have " << facts.f_namemax << " bytes here";
    CheckpointSpec spec = checkpointSpec();
    // The directory of the last save has the longest name.
    spec.firstNumber = 999'999'997;
    spec.saves = 3;
    spec.directoryPrefix = std::string(246, 's');
    EXPECT_EQ(refusalOfCheckpoints(directory.path(), spec, ""), "");
    spec.saves = 4;
    const std::string refusal = refusalOfCheckpoints(directory.path(), spec, "NAME_TOO_LONG");
    EXPECT_TRUE(contains(refusal, "256 bytes")) << refusal;
    EXPECT_TRUE(contains(refusal, "s1000000000\"")) << refusal;

    spec = checkpointSpec();
    const size_t inRoot = std::string("/step1/rank1/model_1.pt.partial").size();
    std::string root;
    while (root.size() + 201 + inRoot <= 4095) root += "/" + std::string(200, 'r');
    root += "/" + std::string(4095 - root.size() - 1 - inRoot, 'r');
    EXPECT_EQ(refusalOfCheckpoints(root, spec, ""), "");
    EXPECT_TRUE(contains(refusalOfCheckpoints(root + "r", spec, "PATH_TOO_LONG"), "has 4096 bytes"));
    spec.rename = false;
    EXPECT_EQ(refusalOfCheckpoints(root + "r", spec, ""), "");
}

TEST(PathLimits, LeaveNothingBehindWhereTheyAreMissed) {
    const TemporaryDirectory directory;
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::Sync;
    spec.root = directory.path();
    spec.filePrefix = std::string(240, 'p');
    spec.operations = {Kind::Create, Kind::Close, Kind::Rename};
    spec.createFiles = true;
    EXPECT_NE(thrownBy([&spec] { runJob(spec); }, "NAME_TOO_LONG"), "");
    EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

/// 8 workers of 32 chains.
JobSpec manyOpenFiles(const std::string& root) {
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::IoUring;
    spec.root = root;
    spec.fileCount = 1000;
    spec.workers = 8;
    spec.queueDepth = 32;
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.createFiles = true;
    spec.linkChains = false;
    return spec;
}

[[noreturn]] void expectTheSoftLimitRaised(const std::string& root) {
    const rlimit limit{.rlim_cur = 100, .rlim_max = 400};
    demand(setrlimit(RLIMIT_NOFILE, &limit) == 0, "the limit is lowered");
    const JobRun run = runJob(manyOpenFiles(root));
    demand(!run.result.firstError && totalsOf(run.result.operations, Kind::Create).count == 1000, "the job is done");
    std::_Exit(0);
}

[[noreturn]] void expectARefusalWithBothNumbers(const std::string& root) {
    const rlimit limit{.rlim_cur = 100, .rlim_max = 200};
    demand(setrlimit(RLIMIT_NOFILE, &limit) == 0, "the limit is lowered");
    const std::string refusal = thrownBy([&root] { runJob(manyOpenFiles(root)); }, "OPEN_FILES");
    demand(contains(refusal, "264 files") && contains(refusal, "limit is 200"), refusal.c_str());
    demand(std::filesystem::is_empty(root), "nothing is made");
    std::_Exit(0);
}

class OpenFilesDeathTest : public testing::Test {
protected:
    void SetUp() override {
        testing::FLAGS_gtest_death_test_style = "threadsafe";
        if (const std::string refusal = ioproof::refusalOf(EngineKind::IoUring); !refusal.empty())
            GTEST_SKIP() << refusal;
    }
    const TemporaryDirectory directory_;
};

TEST_F(OpenFilesDeathTest, RaiseTheSoftLimitWhereTheHardOneIsEnough) {
    EXPECT_EXIT(expectTheSoftLimitRaised(directory_.path()), testing::ExitedWithCode(0), "");
}

TEST_F(OpenFilesDeathTest, AreRefusedBeforeTheStartWhereTheyAreTooMany) {
    EXPECT_EXIT(expectARefusalWithBothNumbers(directory_.path()), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ioproof
