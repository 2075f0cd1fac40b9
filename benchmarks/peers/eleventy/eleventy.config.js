// Notes are Markdown only: no template language is looked for in them.
module.exports = config => {
  config.addGlobalData("layout", "note.njk")
  return { dir: { input: "content", includes: "../_includes", output: "site" }, markdownTemplateEngine: false }
}
