// Optional libraries: which candidate is opened, and what is said when none can be.
#include "gpu/shared_library.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "core/io_error.h"
#include "gpu/cuda_library.h"
#include "gpu/cufile_library.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

template <typename Open>
JobError errorOf(Open open) {
    try {
        open();
    } catch (const JobError& failed) {
        return failed;
    }
    return {"none", "nothing was thrown"};
}

TEST(SharedLibrary, IsTheFirstCandidateThatOpens) {
    const SharedLibrary library({"libioproof-there-is-none.so", "libm.so.6"}, "MISSING", "install it");
    EXPECT_NE(library.path().find("/libm"), std::string::npos) << library.path();
    double (*cosine)(double) = nullptr;
    library.load(cosine, "cos");
    ASSERT_NE(cosine, nullptr);
    EXPECT_EQ(cosine(0), 1);
    EXPECT_EQ(library.symbol("ioproof_there_is_none"), nullptr);
}

TEST(SharedLibrary, TellsWhatTheLoaderSaidOfEachCandidate) {
    const TemporaryDirectory directory;
    const std::string broken = directory.path("libbroken.so");
    std::ofstream(broken) << "no library";
    const JobError error =
        errorOf([&] { SharedLibrary({"libioproof-there-is-none.so", broken}, "MISSING", "install it"); });
    EXPECT_EQ(error.code(), "MISSING");
    const std::string reason = error.what();
    EXPECT_NE(reason.find("libioproof-there-is-none.so: cannot open"), std::string::npos) << reason;
    EXPECT_NE(reason.find("; " + broken + ": "), std::string::npos) << reason;
    EXPECT_TRUE(reason.ends_with("; install it")) << reason;
}

TEST(CudaLibrary, IsOnlyWhereThePathSays) {
    const JobError error = errorOf([] { CudaLibrary("/nowhere/libcuda.so.1"); });
    EXPECT_EQ(error.code(), "CUDA_LIBRARY_MISSING");
    EXPECT_NE(std::string(error.what()).find("/nowhere/libcuda.so.1"), std::string::npos) << error.what();
}

TEST(CudaLibrary, NamesTheFunctionThatItLacks) {
    const JobError error = errorOf([] { CudaLibrary("libm.so.6"); });
    EXPECT_EQ(error.code(), "CUDA_TOO_OLD");
    EXPECT_NE(std::string(error.what()).find("has no cuInit"), std::string::npos) << error.what();
}

TEST(CufileLibrary, NamesTheFunctionThatItLacks) {
    const JobError error = errorOf([] { CufileLibrary("libm.so.6"); });
    EXPECT_EQ(error.code(), "CUFILE_TOO_OLD");
    EXPECT_NE(std::string(error.what()).find("has no cuFileDriverOpen"), std::string::npos) << error.what();
}

TEST(CufileLibrary, IsOnlyWhereThePathSays) {
    EXPECT_EQ(errorOf([] { CufileLibrary("/nowhere/libcufile.so.0"); }).code(), "CUFILE_LIBRARY_MISSING");
}

}  // namespace
}  // namespace ioproof
