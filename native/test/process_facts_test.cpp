// What the kernel accounts to this process, pinning and the limit of open files.
#include "core/process_facts.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>

#include <fstream>
#include <string>
#include <thread>

#include "core/io_error.h"
#include "test/file_content.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

TEST(ProcessFacts, CountsTheBytesOfReadsAndWrites) {
    const TemporaryDirectory directory;
    const ProcessIo before = processIo();
    if (before.rchar < 0) GTEST_SKIP() << "this kernel does not account I/O (/proc/self/io)";
    writeWholeFile(directory.path("file"), contentOf(0, 0, 1'000'000));
    readWholeFile(directory.path("file"));
    const ProcessIo used = difference(processIo(), before);
    EXPECT_GE(used.wchar, 1'000'000);
    EXPECT_GE(used.rchar, 1'000'000);
    EXPECT_GE(used.readBytes, 0);
    EXPECT_GE(used.writeBytes, 0);
}

TEST(ProcessFacts, KeepsWhatIsUnknownUnknown) {
    const ProcessIo unknown;
    const ProcessIo known{.readBytes = 5, .writeBytes = 6, .rchar = 7, .wchar = 8};
    for (const ProcessIo& io : {difference(known, unknown), difference(unknown, known)}) {
        EXPECT_EQ(io.readBytes, -1);
        EXPECT_EQ(io.writeBytes, -1);
        EXPECT_EQ(io.rchar, -1);
        EXPECT_EQ(io.wchar, -1);
    }
    EXPECT_EQ(difference(known, known).rchar, 0);
}

TEST(ProcessFacts, SeesProcessorTimeGrow) {
    const CpuTime before = processCpuTime();
    CpuTime now = before;
    while (now.userNs + now.systemNs < before.userNs + before.systemNs + 1'000'000) now = processCpuTime();
    EXPECT_GE(now.userNs, before.userNs);
    EXPECT_GE(now.systemNs, before.systemNs);
}

TEST(ProcessFacts, PinsTheCallingThread) {
    cpu_set_t allowed;
    ASSERT_EQ(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
    uint32_t last = 0;
    for (uint32_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
        if (CPU_ISSET(cpu, &allowed)) last = cpu;
    std::thread([last] {
        pinThread(last);
        cpu_set_t pinned;
        ASSERT_EQ(sched_getaffinity(0, sizeof(pinned), &pinned), 0);
        EXPECT_EQ(CPU_COUNT(&pinned), 1);
        EXPECT_TRUE(CPU_ISSET(last, &pinned));
    }).join();
}

TEST(ProcessFacts, KeepsTheCallingThreadOnANode) {
    std::ifstream list("/sys/devices/system/node/node0/cpulist");
    std::string processors;
    if (!std::getline(list, processors)) GTEST_SKIP() << "this kernel tells of no NUMA node 0";
    std::thread([] {
        cpu_set_t before;
        cpu_set_t after;
        ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
        const std::string refusal = pinThreadToNode(0);
        ASSERT_EQ(sched_getaffinity(0, sizeof(after), &after), 0);
        cpu_set_t both;
        CPU_AND(&both, &before, &after);
        EXPECT_TRUE(CPU_EQUAL(&both, &after)) << "goes where it may not";
        if (!refusal.empty()) EXPECT_TRUE(CPU_EQUAL(&before, &after)) << refusal;
    }).join();
    EXPECT_NE(pinThreadToNode(4000).find("node4000"), std::string::npos);
}

TEST(ProcessFacts, RefusesAProcessorThatDoesNotExist) {
    for (const uint32_t cpu : {1023u, 1024u, 100'000u}) {
        try {
            pinThread(cpu);
            FAIL() << "pinned to processor " << cpu;
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), "CPU_PINNING");
            EXPECT_NE(std::string(error.what()).find(std::to_string(cpu)), std::string::npos) << error.what();
        }
    }
}

TEST(ProcessFacts, RaisesTheLimitOfOpenFilesAsFarAsItMay) {
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max < 400) GTEST_SKIP() << "the hard limit of open files is " << limit.rlim_max;
    limit.rlim_cur = 200;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    allowOpenFiles(100);
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_EQ(limit.rlim_cur, 200u) << "it was enough";
    allowOpenFiles(300);
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
    try {
        allowOpenFiles(uint64_t{1} << 60);
        FAIL() << "room for 2^60 files";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "OPEN_FILES");
    }
}

}  // namespace
}  // namespace ioproof
