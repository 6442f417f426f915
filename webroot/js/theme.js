// A classic script in the head, not a module: the theme must stand before the first paint.
{
  const root = document.documentElement;
  const light = matchMedia('(prefers-color-scheme: light)');
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const apply = theme => {
    root.dataset.theme = theme ?? (light.matches ? 'light' : 'dark');
    dispatchEvent(new Event('themechange'));
  };
  const toggle = () => {
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('theme', theme); } catch { /* private mode: lasts as long as the page */ }
    apply(theme);
  };
  light.addEventListener('change', () => apply(stored()));
  addEventListener('DOMContentLoaded', () => document.getElementById('theme').addEventListener('click', toggle));
  addEventListener('keydown', e => {
    if (e.key.toLowerCase() === 't' && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest?.('input, select')) toggle();
  });
  apply(stored());
}
