// Where the library of cuFile is looked for beside the loader's own places.
#include "gpu/cufile_places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "test/temporary_directory.h"

namespace ioproof {
namespace {

/// An environment variable for the length of a test.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name)) before_ = before;
        setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (before_) setenv(name_, before_->c_str(), 1);
        else unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

std::string makeLibrary(const std::string& directory) {
    std::filesystem::create_directories(directory);
    std::ofstream(directory + "/libcufile.so.0") << "";
    return directory + "/libcufile.so.0";
}

TEST(CufilePlaces, BeginWithTheBareName) { EXPECT_EQ(cufileCandidates().front(), "libcufile.so.0"); }

TEST(CufilePlaces, AreThoseOfPythonPackagesNewestFirst) {
    const TemporaryDirectory directory;
    const Variable environment("VIRTUAL_ENV", directory.path());
    const std::string packages = directory.path("lib/python3.11/site-packages/nvidia/");
    const std::string older = makeLibrary(packages + "cufile/lib");
    const std::string ten = makeLibrary(packages + "cu10/lib");
    const std::string nine = makeLibrary(packages + "cu9/lib");
    const auto found = cufileCandidates();
    std::vector<std::string> ours;
    for (const auto& path : found)
        if (path.starts_with(directory.path())) ours.push_back(path);
    EXPECT_THAT(ours, testing::ElementsAre(ten, nine, older));
}

TEST(CufilePlaces, AreThoseOfConda) {
    const TemporaryDirectory directory;
    const Variable environment("CONDA_PREFIX", directory.path());
    const std::string library = makeLibrary(directory.path("lib"));
    EXPECT_THAT(cufileCandidates(), testing::Contains(library));
}

}  // namespace
}  // namespace ioproof
