-- Defines :Wikilinks. Nothing else is loaded until it is used.
if vim.g.loaded_wikilinks then
  return
end
vim.g.loaded_wikilinks = true

vim.api.nvim_create_user_command('Wikilinks', function(call)
  require('wikilinks.command').run(call.fargs[1], vim.trim(call.args:gsub('^%s*%S+', '', 1)))
end, {
  nargs = '+',
  desc = 'Rename a note, list what links to it, make a note, open a daily note, check the vault',
  complete = function(lead, line)
    return require('wikilinks.command').complete(lead, line)
  end,
})
